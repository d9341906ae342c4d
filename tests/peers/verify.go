// Checks a log served by Comity with other people's code: hashes, tree, proofs and signatures are those of Go's own
// transparency log (golang.org/x/mod/sumdb/tlog and note, in Debian's package golang-golang-x-mod-dev).
//
// Ours is only what differs between Go's and C2SP's layout: the paths, the first line of a checkpoint, and the two bytes
// of length before each entry of a bundle. The peer's reader of tiles checks a tile only as far as it needs it, and leaves
// some without a check; so everything is checked here from below: from every entry its leaf, from the leaves every tile
// and the root, all by the peer's functions.
//
//	verify SITE [CHECKPOINT-FILE]
//
// With a file, the log must also be a continuation of the one that the checkpoint in it signs. Exit status 0 if all holds.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height    = 8
	width     = 1 << height
	entrySize = 32
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: verify SITE [CHECKPOINT-FILE]")
		os.Exit(2)
	}
	if err := verify(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
}

func verify(site string, earlier []string) error {
	key, err := get(site + "/ledger/key")
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSuffix(string(key), "\n"))
	if err != nil {
		return fmt.Errorf("the key: %v", err)
	}
	text, err := get(site + "/ledger/checkpoint")
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(text, verifier)
	if err != nil {
		return fmt.Errorf("the checkpoint: %v", err)
	}
	stored, err := readEntries(site, tree)
	if err != nil {
		return err
	}
	tiles, err := checkTiles(site, tree, stored)
	if err != nil {
		return err
	}
	if err := checkProofs(tree, stored, tiles); err != nil {
		return err
	}
	for _, file := range earlier {
		if err := checkContinues(file, verifier, tree, tiles); err != nil {
			return fmt.Errorf("%s: %v", file, err)
		}
	}
	levels := map[int]int{}
	for tile := range tiles.data {
		levels[tile.L]++
	}
	fmt.Printf("%d entries, tiles by level %v, root %v\n", tree.N, levels, tree.Hash)
	return nil
}

// A checkpoint's text is its origin, the size and the root; the signature is checked by the peer.
func openCheckpoint(text []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return tlog.Tree{}, errors.New("expected origin, size and root")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// The hashes of the whole tree, computed by the peer from the entries alone; the root must be the checkpoint's.
type hashes []tlog.Hash

func (stored hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for at, index := range indexes {
		if index < 0 || index >= int64(len(stored)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		found[at] = stored[index]
	}
	return found, nil
}

func readEntries(site string, tree tlog.Tree) (hashes, error) {
	var stored hashes
	for first := int64(0); first < tree.N; first += width {
		count := min(width, tree.N-first)
		path := piece("entries", first/width, count)
		bundle, err := get(site + path)
		if err != nil {
			return nil, err
		}
		for at := int64(0); at < count; at++ {
			if len(bundle) < 2+entrySize || bundle[0] != 0 || bundle[1] != entrySize {
				return nil, fmt.Errorf("%s: entry %d is not 32 bytes after their length", path, at)
			}
			grown, err := tlog.StoredHashes(first+at, bundle[2:2+entrySize], stored)
			if err != nil {
				return nil, err
			}
			stored, bundle = append(stored, grown...), bundle[2+entrySize:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("%s: %d bytes too many", path, len(bundle))
		}
	}
	root, err := tlog.TreeHash(tree.N, stored)
	if err == nil && root != tree.Hash {
		err = fmt.Errorf("the entries give the root %v, the checkpoint says %v", root, tree.Hash)
	}
	return stored, err
}

// The served tiles, as the peer's reader asks for them.
type served struct {
	data map[tlog.Tile][]byte
}

func (s served) Height() int                     { return height }
func (s served) SaveTiles([]tlog.Tile, [][]byte) {}
func (s served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		data, there := s.data[tile]
		if !there {
			return nil, fmt.Errorf("tile %v is not in the tree", tile)
		}
		found = append(found, data)
	}
	return found, nil
}

// Every tile of the tree, full or partial, must be what the peer makes of the entries.
func checkTiles(site string, tree tlog.Tree, stored hashes) (served, error) {
	tiles := served{map[tlog.Tile][]byte{}}
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		// The peer lists a partial tile at all the widths that it ever had.
		if tile.W < width && tile.W != int(tree.N>>(height*tile.L))%width {
			continue
		}
		path := piece(strconv.Itoa(tile.L), tile.N, int64(tile.W))
		data, err := get(site + path)
		if err != nil {
			return tiles, err
		}
		expected, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return tiles, err
		}
		if !bytes.Equal(data, expected) {
			return tiles, fmt.Errorf("%s is not what the entries give", path)
		}
		tiles.data[tile] = data
	}
	return tiles, nil
}

// Inclusion of every entry and consistency with many earlier sizes, proved from the served tiles and checked by the peer.
func checkProofs(tree tlog.Tree, stored hashes, tiles served) error {
	reader := tlog.TileHashReader(tree, tiles)
	for entry := int64(0); entry < tree.N; entry++ {
		proof, err := tlog.ProveRecord(tree.N, entry, reader)
		if err != nil {
			return fmt.Errorf("inclusion of entry %d: %v", entry, err)
		}
		leaf := stored[tlog.StoredHashIndex(0, entry)]
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, entry, leaf); err != nil {
			return fmt.Errorf("inclusion of entry %d: %v", entry, err)
		}
	}
	step := tree.N/97 + 1
	for size := int64(1); size <= tree.N; size += step {
		root, err := tlog.TreeHash(size, stored)
		if err != nil {
			return err
		}
		if err := checkTree(tree, tlog.Tree{N: size, Hash: root}, reader); err != nil {
			return fmt.Errorf("consistency with the first %d entries: %v", size, err)
		}
	}
	return nil
}

func checkContinues(file string, verifier note.Verifier, tree tlog.Tree, tiles served) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old, err := openCheckpoint(text, verifier)
	if err != nil {
		return err
	}
	return checkTree(tree, old, tlog.TileHashReader(tree, tiles))
}

func checkTree(tree, old tlog.Tree, reader tlog.HashReader) error {
	if old.N == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(tree.N, old.N, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
}

// C2SP's path of a tile or an entry bundle.
func piece(kind string, number, count int64) string {
	path := fmt.Sprintf("%03d", number%1000)
	for number >= 1000 {
		number /= 1000
		path = fmt.Sprintf("x%03d/%s", number%1000, path)
	}
	path = "/ledger/tile/" + kind + "/" + path
	if count < width {
		path += fmt.Sprintf(".p/%d", count)
	}
	return path
}

func get(address string) ([]byte, error) {
	answer, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
