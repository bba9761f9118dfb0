// What CLD2 says of each line of standard input: its code of the likeliest language, as `textgate detect-language` prints it.
//
//     cld2 [best] < LINES     best: a language in any case, however little there is to go by
#include <cstdio> // which CLD2's header needs and does not include
#include <cstring>
#include <iostream>
#include <string>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

int main(int argc, char **argv)
{
    int flags = argc > 1 && std::strcmp(argv[1], "best") == 0 ? CLD2::kCLDFlagBestEffort : 0;
    std::ios::sync_with_stdio(false);
    std::string line, out;
    while (std::getline(std::cin, line)) {
        CLD2::Language languages[3];
        int percents[3], bytes;
        double scores[3];
        bool reliable;
        CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
        CLD2::ExtDetectLanguageSummary(line.data(), (int)line.size(), true, &hints, flags, languages, percents, scores,
                                       nullptr, &bytes, &reliable);
        out += CLD2::LanguageCode(languages[0]);
        out += '\n';
    }
    std::cout << out;
}
