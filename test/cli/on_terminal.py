"""Runs a command with a terminal as its output, or with --stderr as its error output alone, and prints what it got."""
import os
import pty
import subprocess
import sys

command = sys.argv[1:]
errors_only = command[0] == "--stderr"
if errors_only:
    command = command[1:]
master, slave = pty.openpty()
process = subprocess.Popen(command, stdout=subprocess.DEVNULL if errors_only else slave, stderr=slave)
os.close(slave)
printed = b""
while True:
    try:
        block = os.read(master, 65536)
    except OSError: # which Linux gives when the other end is closed
        break
    if not block:
        break
    printed += block
status = process.wait()
sys.stdout.write(printed.decode("utf-8").replace("\r\n", "\n").replace("\033", "ESC"))
sys.exit(status)
