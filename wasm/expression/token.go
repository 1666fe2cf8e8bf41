package expression

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

type kind uint8

const (
	end kind = iota // of the text
	newline
	numeral
	quoted
	name
	operator
)

// token is one word of a script. space says that white space stands before it,
// which matters inside brackets: [1 -2] are two numbers, [1 - 2] is one.
type token struct {
	kind   kind
	space  bool
	text   string
	number float64
	from   int // where it begins in the text
}

// Operators of two and more characters, longest first.
var operators = [...]string{
	"%>%", "%*%", "<<-", ":::", "|>", "<-", "->", "**", "//", "==", "!=", "~=", "<=", ">=", "+=", "-=", "*=", "/=", "::", "&&", "||",
	".*", "./", ".^", ".+", ".-", "%%",
}

// scan reads the next token.
func (p *parser) scan() {
	start := p.at
	for {
		switch c := p.peek(0); {
		case c == ' ' || c == '\t' || c == '\r':
			p.at++
		case c == 0xc2 && p.peek(1) == 0xa0: // a space that does not break, as web pages have it
			p.at += 2
		case c == '#' || c == '%' && p.comment():
			p.skipLine()
		case c == '\\' && p.peek(1) == '\n': // Python's continued line
			p.at += 2
		default:
			p.tok = token{from: p.at, space: p.at > start}
			p.word()
			return
		}
	}
}

// peek is the character at a distance from p.at, 0 beyond the text.
func (p *parser) peek(distance int) byte {
	if i := p.at + distance; i >= 0 && i < len(p.text) {
		return p.text[i]
	}
	return 0
}

// comment says whether the % at p.at begins a comment, as in MATLAB: at the
// start of a line or after a semicolon.
func (p *parser) comment() bool {
	if p.peek(1) == '>' {
		return false
	}
	i := -1
	for p.peek(i) == ' ' {
		i--
	}
	return strings.IndexByte("\n;\x00", p.peek(i)) >= 0
}

func (p *parser) skipLine() {
	for p.at < len(p.text) && p.text[p.at] != '\n' {
		p.at++
	}
}

func letter(c byte) bool { return c == '_' || c|32 >= 'a' && c|32 <= 'z' || c >= utf8.RuneSelf }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// word reads the token that begins at p.at. After a name or a closing bracket
// a quote transposes and a point selects a member.
func (p *parser) word() {
	t := &p.tok
	c := p.peek(0)
	before := p.peek(-1)
	follows := !t.space && (letter(before) || digit(before) || before != 0 && strings.IndexByte(")]}'", before) >= 0)
	switch {
	case p.at >= len(p.text):
		t.kind = end
	case c == '\n':
		p.at++
		t.kind = newline
	case digit(c) || c == '.' && digit(p.peek(1)) && !follows:
		p.numeral()
	case letter(c) || c == '.' && p.r && !follows && letter(p.peek(1)): // R's .Names
		for p.at++; letter(p.peek(0)) || digit(p.peek(0)); p.at++ {
		}
		t.kind, t.text = name, p.text[t.from:p.at]
		if q := p.peek(0); (q == '"' || q == '\'') && len(t.text) < 3 && strings.Trim(t.text, "fFrRbBuU") == "" {
			p.quote()
		}
	case c == '"' || c == '\'' && !follows:
		p.quote()
	default:
		t.kind = operator
		_, size := utf8.DecodeRuneInString(p.text[p.at:])
		for _, o := range operators {
			if strings.HasPrefix(p.text[p.at:], o) {
				size = len(o)
				break
			}
		}
		t.text = p.text[p.at : p.at+size]
		p.at += size
	}
}

func (p *parser) digits() {
	for digit(p.peek(0)) || p.peek(0) == '_' {
		p.at++
	}
}

// numeral reads 12, 1_000, 1., .5, 1e-5 and 10L. A point before an operator
// belongs to that: 2.*x.
func (p *parser) numeral() {
	p.digits()
	if next := p.peek(1); p.peek(0) == '.' && strings.IndexByte("*/^+-", next) < 0 {
		p.at++
		p.digits()
	}
	if p.peek(0)|32 == 'e' {
		sign := 0
		if c := p.peek(1); c == '-' || c == '+' {
			sign = 1
		}
		if digit(p.peek(1 + sign)) {
			p.at += 1 + sign
			p.digits()
		}
	}
	p.tok.kind, p.tok.text = numeral, p.text[p.tok.from:p.at]
	p.tok.number, _ = strconv.ParseFloat(strings.ReplaceAll(p.tok.text, "_", ""), 64) // what is too large is infinite, and refused where it is used
	if p.peek(0) == 'L' {
		p.at++
	}
}

// The longest text in quotes.
const maxQuote = 5000

// quote reads a text in single, double or triple quotes. A quote that is not
// closed on its line is an operator that nothing knows.
func (p *parser) quote() {
	t := &p.tok
	raw := p.text[p.at:]
	mark := raw[:1]
	if len(raw) > 2 && raw[1] == raw[0] && raw[2] == raw[0] {
		mark = raw[:3]
	}
	length := strings.Index(raw[len(mark):min(len(raw), maxQuote)], mark)
	if length < 0 || len(mark) == 1 && strings.IndexByte(raw[1:1+length], '\n') >= 0 {
		t.kind, t.text = operator, mark
		p.at += len(mark)
		return
	}
	t.kind, t.text = quoted, raw[len(mark):len(mark)+length]
	p.at += length + 2*len(mark)
}
