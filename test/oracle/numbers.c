/* Reads lines "kind number" and writes 1 where the number is of that kind by shape and check, else 0: for the comparison with
 * other libraries that bench/privacy makes. */
#include <stdio.h>
#include <string.h>

#include "detect/privacy.h"

int main(void)
{
    char line[256];
    while (fgets(line, sizeof line, stdin)) {
        char *number = strchr(line, ' ');
        if (!number)
            return 1;
        *number++ = '\0';
        putchar(tg_privacy_is(line, number, strcspn(number, "\n")) ? '1' : '0');
    }
    return 0;
}
