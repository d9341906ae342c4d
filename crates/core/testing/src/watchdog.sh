# Stops the test server when no test process has used it for two seconds.
# $1: the folder of the server; $2: the command that stops it, as words for `sh -c`.
#
# Every test process holds a shared lock on `lease` as long as it lives, and adds a byte to `visits` when it has taken it.
# The server is stopped while the lock is held exclusively: a test that starts meanwhile waits for that, then finds no
# server and starts one.
cd "$1" || exit 1
while :; do
    flock --exclusive lease true
    before=$(wc -c < visits)
    sleep 2
    exec 9>> lease
    if flock --exclusive --nonblock 9 && [ "$before" = "$(wc -c < visits)" ]; then
        rm -f ready
        sh -c "$2"
        rm -rf data socket
        exit 0
    fi
    exec 9>&-
done
