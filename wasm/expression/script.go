package expression

import "strings"

// Form says what kind of line a Statement is.
type Form uint8

const (
	Plain  Form = iota // a value, given to Targets if there are any
	Loop               // for Targets in Value
	Define             // a function or class: Value is a call of it
	Return             // of Value, which may be nil
	Other              // a line that loads a library, or has to do with the order of lines: else, }, end
)

// Statement is one statement of a script, or one line that is none.
type Statement struct {
	Form     Form
	Targets  []string // names that get Value
	Operator string   // between them: =, <-, +=
	Value    *Value
	From, To int // lines, from 1
	Indent   int // columns before it
	Wrong    string
}

// Script is a text to be read statement by statement.
type Script struct {
	parser
	line, counted int // the line of counted, a place in the text

	outer  map[string]*Value // numbers that names had before the function or class that is read
	indent int               // of that
}

// New prepares to read a script. Prompts of consoles and notebooks (>>>, ..., >,
// In [3]:) at the start of lines are read as spaces; what a notebook answers, after
// Out[3]:, is a comment.
func New(script string) *Script {
	lines := strings.Split(script, "\n")
	r, notebook := false, false
	for i, line := range lines {
		bare := strings.TrimLeft(line, " \t")
		if open, rest, ok := strings.Cut(bare, "]:"); ok && len(open) < 12 {
			switch count := strings.TrimLeft(open, "InOut "); {
			case !strings.HasPrefix(count, "[") || strings.Trim(count, "[ 0123456789*") != "":
			case open[0] == 'I':
				notebook = true
				lines[i] = strings.Repeat(" ", len(line)-len(bare)) + strings.TrimLeft(rest, " ")
			case open[0] == 'O':
				notebook = true
				lines[i] = "# " + rest
			}
			continue
		}
		if rest, ok := strings.CutPrefix(bare, "...:"); ok && notebook { // where Python continues
			lines[i] = strings.TrimPrefix(rest, " ")
			continue
		}
		if rest, ok := strings.CutPrefix(line, "+ "); ok && r { // where R continues
			lines[i] = "  " + rest
			continue
		}
		r = strings.HasPrefix(line, "> ")
		for _, prompt := range [...]string{">>> ", "... ", "> ", "julia> "} {
			if strings.HasPrefix(bare, prompt) {
				bare = bare[len(prompt):]
				lines[i] = strings.Repeat(" ", len(line)-len(bare)) + bare
				break
			}
		}
	}
	s := &Script{line: 1}
	s.text = strings.Join(lines, "\n")
	s.r = strings.Contains(s.text, "<-") || strings.Contains(s.text, "%>%") || strings.Contains(s.text, "library(") || strings.Contains(s.text, "structure(")
	s.budget = 100_000 + 4*len(script)
	s.Vars = map[string]*Value{}
	return s
}

// Next is the next statement; false at the end. A statement that cannot be
// read is given as its first line alone, and reading goes on with the next.
func (s *Script) Next() (out Statement, ok bool) {
	s.depth, s.flat, s.matrix = 0, false, false
	s.next()
	for s.tok.kind == newline || s.is(";") {
		s.next()
	}
	start := s.tok.from
	if s.tok.kind == end {
		return out, false
	}
	out.From = s.lineAt(start)
	for start-out.Indent > 0 && s.text[start-out.Indent-1] != '\n' && out.Indent < 300 {
		out.Indent++
	}
	if s.outer != nil && out.Indent <= s.indent { // what is called x inside is another x
		for name, v := range s.outer {
			if now := s.Vars[name]; now == nil || now.Kind != Numbers {
				s.Vars[name] = v
			}
		}
		s.outer = nil
	}
	out.Wrong = s.try(&out)
	if out.Wrong != "" {
		s.at = start
		s.skipLine()
		return Statement{From: out.From, To: out.From, Indent: out.Indent, Wrong: out.Wrong}, true
	}
	s.at = s.tok.from // it is read again by the next call
	out.To = out.From + strings.Count(strings.TrimRight(s.text[start:s.at], " \t\r\n"), "\n")
	if out.Form == Define && s.outer == nil {
		s.outer, s.indent = map[string]*Value{}, out.Indent
		s.budget -= len(s.Vars)
		for name, v := range s.Vars {
			if v.Kind == Numbers {
				s.outer[name] = v
			}
		}
	}
	if out.Form == Plain {
		for _, target := range out.Targets {
			s.Vars[target] = out.Value
		}
	}
	return out, true
}

// Spent says that reading ended before the text did, because too much of it had
// to be read again and again.
func (s *Script) Spent() bool { return s.budget < 0 }

func (s *Script) lineAt(at int) int {
	s.line += strings.Count(s.text[s.counted:at], "\n")
	s.counted = at
	return s.line
}

// try reads a statement; what is wrong with it ends in a panic.
func (s *Script) try(out *Statement) (wrong string) {
	defer func() {
		if r := recover(); r != nil {
			why, ok := r.(failure)
			if !ok {
				panic(r)
			}
			wrong = string(why)
		}
	}()
	s.statement(out)
	if s.tok.kind > newline && !s.is(";") && out.Form == Plain {
		s.unexpected()
	}
	return ""
}
