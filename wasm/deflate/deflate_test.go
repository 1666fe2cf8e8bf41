package deflate

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// samples are texts and bytes of every kind that a block has to cope with.
func samples() [][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 70000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	var rows strings.Builder
	for range 3000 {
		rows.WriteString("[" + strconv.FormatFloat(random.Float64(), 'f', 6, 64) + "," + strconv.FormatFloat(random.NormFloat64(), 'f', 6, 64) + "],")
	}
	skewed := make([]byte, 0, 1<<17) // Fibonacci counts: the deepest Huffman tree
	for a, b, c := 1, 1, byte(0); len(skewed)+a < 1<<17; a, b, c = b, a+b, c+1 {
		skewed = append(skewed, bytes.Repeat([]byte{c}, a)...)
	}
	random.Shuffle(len(skewed), func(i, j int) { skewed[i], skewed[j] = skewed[j], skewed[i] })
	far := append(append([]byte("a text that comes again far away"), noise[:window-32]...), "a text that comes again far away"...)
	return [][]byte{
		nil,
		{0},
		[]byte("a"), []byte("aaaaaaaaaaaaaaaaaaaaaaaaaaaa"), []byte(`{"version":1}`), bytes.Repeat([]byte{7}, 100000),
		noise, []byte(rows.String()), skewed, far, []byte(strings.Repeat("abcdefgh", 500)),
	}
}

func TestTheStandardLibraryReadsWhatIsWritten(t *testing.T) {
	for i, data := range samples() {
		packed := Compress(data)
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("sample %d: compress/flate reads %d bytes of %d: %v", i, len(got), len(data), err)
		}
		if got, err := Expand(packed, len(data)); err != nil || !bytes.Equal(got, data) {
			t.Errorf("sample %d: Expand reads %d bytes of %d: %v", i, len(got), len(data), err)
		}
	}
}

// Levels of compress/flate write stored, fixed and dynamic blocks.
func TestWhatTheStandardLibraryWritesIsRead(t *testing.T) {
	for i, data := range samples() {
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			packed := standard(data, level)
			if got, err := Expand(packed, len(data)); err != nil || !bytes.Equal(got, data) {
				t.Errorf("sample %d, level %d: %d bytes of %d: %v", i, level, len(got), len(data), err)
			}
		}
	}
}

func standard(data []byte, level int) []byte {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, level)
	_, _ = w.Write(data)
	_ = w.Close()
	return packed.Bytes()
}

func TestTextIsShorterThanTheStandardLibrarysBest(t *testing.T) {
	text := samples()[7]
	if ours, theirs := len(Compress(text)), len(standard(text, flate.BestCompression)); float64(ours) > 0.97*float64(theirs) {
		t.Errorf("%d bytes, compress/flate %d", ours, theirs)
	}
}

func TestExpandRefuses(t *testing.T) {
	packed := Compress([]byte(strings.Repeat("the loss is stuck at 0.0057; ", 20) + "0.123 4.567 8.9"))
	for cut := range packed {
		if _, err := Expand(packed[:cut], 1000); !errors.Is(err, ErrTruncated) {
			t.Errorf("%d bytes of %d: %v", cut, len(packed), err)
		}
	}
	if _, err := Expand(append(packed, 0), 1000); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a byte too many: %v", err)
	}
	bomb := Compress(make([]byte, 1<<20))
	if _, err := Expand(bomb, 1<<20-1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("1 MB packed in %d bytes: %v", len(bomb), err)
	}
	if _, err := Expand([]byte{1, 4, 0, 0xfb, 0xff, 1, 2, 3, 4}, 3); !errors.Is(err, ErrTooLarge) {
		t.Errorf("stored block: %v", err)
	}
	for _, bad := range [][]byte{{7}, {1, 4, 0, 0, 0, 1, 2, 3, 4}, {3, 2}, {0xfd, 0xff, 0xff}} {
		if _, err := Expand(bad, 1000); err == nil {
			t.Errorf("% x was read", bad)
		}
	}
}

func FuzzCompress(f *testing.F) {
	for _, data := range samples() {
		if len(data) < 5000 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		packed := Compress(data)
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%q: %v", data, err)
		}
		if got, err = Expand(packed, len(data)); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%q: %v", data, err)
		}
	})
}

// What compress/flate reads, Expand reads as the same, and refuses what it
// refuses.
func FuzzExpand(f *testing.F) {
	for _, data := range samples() {
		if len(data) < 5000 {
			f.Add(Compress(data))
			f.Add(standard(data, flate.BestSpeed))
			f.Add(standard(data, flate.NoCompression))
		}
	}
	f.Fuzz(func(t *testing.T, packed []byte) {
		got, err := Expand(packed, 1<<16)
		rest := bytes.NewReader(packed)
		want, other := io.ReadAll(io.LimitReader(flate.NewReader(rest), 1<<16+1))
		switch {
		case len(want) > 1<<16:
			if err == nil {
				t.Fatal("the limit was passed")
			}
		case other == nil && rest.Len() == 0 && err != nil:
			t.Fatalf("refused % x: %v", packed, err)
		case other == nil && err == nil && !bytes.Equal(got, want), other != nil && err == nil:
			t.Fatalf("% x: %q instead of %q: %v", packed, got, want, other)
		}
	})
}
