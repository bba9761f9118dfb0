"""Does a command answer each line of a pipe that stays open? Sends lines one by one, awaits the answer to each."""
import select
import subprocess
import sys

process = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
for line in ("first\n", "a bad word\n", "third\n"):
    process.stdin.write(line.encode())
    process.stdin.flush()
    if not select.select([process.stdout], [], [], 20)[0]:
        process.kill()
        sys.exit(f"no answer to {line!r}")
    print(process.stdout.readline().decode(), end="")
process.stdin.close()
print("end", process.stdout.read().decode(), sep="", end="")
sys.exit(process.wait())
