# The page about the record.

record-title = The record
record-what = Everything that happens here becomes an entry that is added and never edited. The mark of each entry, 32 bytes, has its place in a public log whose every state is signed. If an entry were changed or dropped, the log would show it.
record-hidden = The log shows how many things were recorded and roughly when, and nothing about any of them. Some of its places stand for nothing, so that nobody can tell from it when somebody wrote.
record-size = Places in the log
record-published = Last published
record-epoch = Epoch
record-check = Check it yourself
record-check-text = Whoever has a receipt's code can download a proof. This command checks it against the log as it is served, with no access to our database:
record-key = The log's public key
record-checkpoint = The signed checkpoint
record-key-file = The key as a file
record-restored = The record was restored from a backup, so this is epoch { $epoch } of the log. Its first entry names the last state known before.
