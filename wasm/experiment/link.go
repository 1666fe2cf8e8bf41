package experiment

import (
	"errors"
	"strings"

	"plateau/wasm/deflate"
	"plateau/wasm/text"
)

const (
	linkPrefix = "v1."

	// MaxLink is the longest link that is made or read, in characters. A browser's address bar takes
	// 2 MB at most; 10,000 points of seven digits make 0.2 MB.
	MaxLink = 1 << 20

	// MaxLinked is the longest document that a link may hold, in bytes: 1 MB of
	// link could unpack to 700 MB and freeze the page.
	MaxLinked = 4 << 20
)

// Link is e as a text for an address, to stand after "#": the version, and the
// compact document packed by DEFLATE in base64url. The same experiment has the
// same link, because the writer settles the order of fields and the shortest
// form of every number. The error, a Faults, says by how much an experiment is
// too large for a link.
func Link(e Experiment) (string, error) {
	document := e.Compact().String()
	if len(document) > MaxLinked {
		return "", Faults{{"", text.Format("the experiment has %d bytes as text, more than the %d that a link may hold; send it as a file", len(document), MaxLinked)}}
	}
	link := linkPrefix + encode(deflate.Compress([]byte(document)))
	if len(link) > MaxLink {
		return "", Faults{{"", text.Format("the link of the experiment has %d characters, more than the %d that are read; send the experiment as a file", len(link), MaxLink)}}
	}
	return link, nil
}

// IsLink says whether a text is meant for a link, be it of another version: it
// is one word that begins with v1. or the like, or has that behind "#".
func IsLink(s string) bool {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, " \n") {
		return false
	}
	hash := strings.LastIndexByte(s, '#')
	rest, ok := strings.CutPrefix(s[hash+1:], "v")
	number := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	return ok && number > 0 && (hash >= 0 || strings.HasPrefix(rest[number:], "."))
}

// Unlink is the experiment in a link, with or without "#" before it, or in the
// whole address that ends with it. The error is a Faults.
func Unlink(link string) (Experiment, error) {
	document, err := unpack(link)
	if err != nil {
		return Experiment{}, Faults{{"", err.Error()}}
	}
	return Parse(document)
}

var errCut = errors.New("the link is incomplete: its end is missing; copy the whole of it")

func unpack(link string) (string, error) {
	link = strings.TrimSpace(link)
	link = link[strings.LastIndexByte(link, '#')+1:]
	if len(link) > MaxLink {
		return "", errors.New(text.Format("the link has %d characters, more than the %d that are read; send the experiment as a file", len(link), MaxLink))
	}
	packed, ok := strings.CutPrefix(link, linkPrefix)
	if !ok {
		return "", otherVersion(link)
	}
	data, err := decode(packed)
	if err != nil {
		return "", err
	}
	document, err := deflate.Expand(data, MaxLinked)
	switch {
	case errors.Is(err, deflate.ErrTruncated):
		return "", errCut
	case errors.Is(err, deflate.ErrTooLarge):
		return "", errors.New(text.Format("the link unpacks to more than the %d bytes that are read", MaxLinked))
	case err != nil:
		return "", errors.New("the link is damaged: a character was changed or added; copy it again")
	}
	return string(document), nil
}

// otherVersion says why a link does not begin as it should.
func otherVersion(link string) error {
	if number, _, ok := strings.Cut(strings.TrimPrefix(link, "v"), "."); ok && strings.HasPrefix(link, "v") && number != "" && strings.Trim(number, "0123456789") == "" {
		if strings.Trim(number, "0") == "" {
			return errors.New(text.Format("the link is of version %s, which never was; versions begin with 1", number))
		}
		return errors.New(text.Format("the link is of version %s, later than %d, the newest that is known here; reload the page or update Plateau", number, Version))
	}
	if strings.HasPrefix(linkPrefix, link) {
		return errCut
	}
	return errors.New(text.Format("this is not a link to an experiment, which begins with %q", linkPrefix))
}

// The 64 characters of base64url, RFC 4648, section 5. (encoding/base64 brings
// encoding/binary, reflect and 40 kB of gzip.)
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func encode(data []byte) string {
	var out strings.Builder
	held, count := uint(0), 0
	for _, b := range data {
		held, count = held<<8|uint(b), count+8
		for count >= 6 {
			count -= 6
			out.WriteByte(alphabet[held>>count&63])
		}
	}
	if count > 0 {
		out.WriteByte(alphabet[held<<(6-count)&63])
	}
	return out.String()
}

func decode(s string) ([]byte, error) {
	out := make([]byte, 0, len(s)*3/4)
	held, count := uint(0), 0
	for i, c := range []byte(s) {
		v := strings.IndexByte(alphabet, c)
		if v < 0 {
			return nil, errors.New(text.Format("the link has a character that does not belong there, %q, at place %d; copy it again", rune(c), len(linkPrefix)+i+1))
		}
		held, count = held<<6|uint(v), count+6
		if count >= 8 {
			count -= 8
			out = append(out, byte(held>>count))
		}
	}
	if count == 6 { // one character alone holds no byte
		return nil, errCut
	}
	return out, nil
}
