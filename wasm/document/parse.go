package document

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"plateau/wasm/text"
)

// Deepest nesting accepted; an Experiment needs 6.
const maxDepth = 64

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Line, Column int // both from 1, columns in bytes
	What         string
}

func (e *SyntaxError) Error() string {
	return text.Format("line %d, column %d: %s", e.Line, e.Column, e.What)
}

// Parse reads the one JSON value that text holds.
func Parse(text string) (Value, error) {
	p := parser{text: text}
	var v Value
	err := p.fail("the text is empty")
	if p.space(); p.at < len(text) {
		v, err = p.value(0)
	}
	if err != nil {
		return Value{}, err
	}
	if p.space(); p.at < len(text) {
		return Value{}, p.fail("text after the end of the JSON value")
	}
	return v, nil
}

type parser struct {
	text string
	at   int
}

func (p *parser) fail(format string, args ...any) error {
	before := p.text[:min(p.at, len(p.text))]
	line := 1 + strings.Count(before, "\n")
	column := len(before) - strings.LastIndexByte(before, '\n')
	return &SyntaxError{line, column, text.Format(format, args...)}
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

func (p *parser) value(depth int) (Value, error) {
	if depth > maxDepth {
		return Value{}, p.fail("nested deeper than %d", maxDepth)
	}
	if p.at >= len(p.text) {
		return Value{}, p.fail("the text ends where a value should be")
	}
	switch c := p.text[p.at]; {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.array(depth)
	case c == '"':
		s, err := p.str()
		return Str(s), err
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	}
	for word, v := range map[string]Value{"true": Bool(true), "false": Bool(false), "null": {}} {
		if strings.HasPrefix(p.text[p.at:], word) {
			p.at += len(word)
			return v, nil
		}
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return Value{}, p.fail("%q cannot start a value", r)
}

func (p *parser) object(depth int) (Value, error) {
	v := Value{Kind: Object}
	seen := map[string]bool{}
	p.at++
	for p.space(); ; p.space() {
		if p.at >= len(p.text) {
			return v, p.fail("the text ends inside an object")
		}
		if p.text[p.at] == '}' && len(v.Members) == 0 {
			p.at++
			return v, nil
		}
		if p.text[p.at] != '"' {
			return v, p.fail("a name in double quotes should be here")
		}
		name, err := p.str()
		if err != nil {
			return v, err
		}
		if seen[name] {
			return v, p.fail("the name %q stands twice in one object", name)
		}
		seen[name] = true
		if p.space(); p.at >= len(p.text) || p.text[p.at] != ':' {
			return v, p.fail("a colon should follow the name %q", name)
		}
		p.at++
		p.space()
		item, err := p.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.Members = append(v.Members, Member{name, item})
		more, err := p.more('}', "an object")
		if err != nil || !more {
			return v, err
		}
	}
}

func (p *parser) array(depth int) (Value, error) {
	v := Value{Kind: Array}
	p.at++
	if p.space(); p.at < len(p.text) && p.text[p.at] == ']' {
		p.at++
		return v, nil
	}
	for {
		p.space()
		item, err := p.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.Items = append(v.Items, item)
		more, err := p.more(']', "a list")
		if err != nil || !more {
			return v, err
		}
	}
}

// more steps over a comma (true) or the closing bracket (false).
func (p *parser) more(end byte, where string) (bool, error) {
	p.space()
	if p.at >= len(p.text) {
		return false, p.fail("the text ends inside %s", where)
	}
	c := p.text[p.at]
	if c != ',' && c != end {
		return false, p.fail("a comma or %q should be here", end)
	}
	p.at++
	return c == ',', nil
}

func (p *parser) digits() bool {
	from := p.at
	for p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
	}
	return p.at > from
}

func (p *parser) next(chars string) bool {
	if p.at < len(p.text) && strings.IndexByte(chars, p.text[p.at]) >= 0 {
		p.at++
		return true
	}
	return false
}

func (p *parser) number() (Value, error) {
	from := p.at
	p.next("-")
	zero := p.next("0")
	if !zero && !p.digits() {
		return Value{}, p.fail("a number needs digits")
	}
	if p.next(".") && !p.digits() {
		return Value{}, p.fail("digits should follow the point of a number")
	}
	if p.next("eE") {
		p.next("+-")
		if !p.digits() {
			return Value{}, p.fail("digits should follow the exponent of a number")
		}
	}
	x, err := strconv.ParseFloat(p.text[from:p.at], 64)
	if err != nil {
		p.at, from = from, p.at
		return Value{}, p.fail("%s is too large for a number", p.text[p.at:from])
	}
	return Value{Kind: Number, Number: x}, nil
}

// Two characters that follow a backslash, and what they stand for.
const escapes = `""\\//b` + "\b" + `f` + "\f" + `n` + "\n" + `r` + "\r" + `t` + "\t"

func (p *parser) str() (string, error) {
	p.at++
	var out strings.Builder
	for {
		from := p.at
		for p.at < len(p.text) && p.text[p.at] != '"' && p.text[p.at] != '\\' && p.text[p.at] >= ' ' {
			p.at++
		}
		if part := p.text[from:p.at]; !utf8.ValidString(part) {
			return "", p.fail("a text that is not UTF-8")
		}
		out.WriteString(p.text[from:p.at])
		if p.at >= len(p.text) {
			return "", p.fail("the text ends inside a quoted text")
		}
		c := p.text[p.at]
		if c < ' ' {
			return "", p.fail("a quoted text must not contain the control character %q", c)
		}
		p.at++
		if c == '"' {
			return out.String(), nil
		}
		r, err := p.escape()
		if err != nil {
			return "", err
		}
		out.WriteRune(r)
	}
}

func (p *parser) escape() (rune, error) {
	if p.at >= len(p.text) {
		return 0, p.fail("the text ends inside a quoted text")
	}
	c := p.text[p.at]
	p.at++
	if c == 'u' {
		r, err := p.hex()
		if err != nil || !utf16.IsSurrogate(r) {
			return r, err
		}
		if strings.HasPrefix(p.text[p.at:], `\u`) {
			p.at += 2
			low, err := p.hex()
			if err != nil {
				return 0, err
			}
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, nil
			}
		}
		return 0, p.fail("half of a surrogate pair")
	}
	for i := 0; i < len(escapes); i += 2 {
		if escapes[i] == c {
			return rune(escapes[i+1]), nil
		}
	}
	return 0, p.fail("a backslash must not be followed by %q", c)
}

func (p *parser) hex() (rune, error) {
	if p.at+4 > len(p.text) {
		return 0, p.fail("four hexadecimal digits should follow \\u")
	}
	n, err := strconv.ParseUint(p.text[p.at:p.at+4], 16, 32)
	if err != nil || strings.ContainsAny(p.text[p.at:p.at+4], "+-_") {
		return 0, p.fail("four hexadecimal digits should follow \\u")
	}
	p.at += 4
	return rune(n), nil
}
