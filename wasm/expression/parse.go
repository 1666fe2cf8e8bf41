package expression

import "strings"

const maxDepth = 60

// parser reads one statement at a time by recursive descent, and computes what
// it reads. A copy of it is a place to go back to.
type parser struct {
	// Vars is what the names are that were given a value: "x", "self.fc1".
	Vars map[string]*Value

	text   string
	at     int // after tok
	tok    token
	flat   bool // inside parentheses or braces: the end of a line means nothing
	matrix bool // inside brackets: white space and ends of lines separate
	r      bool // R: 1:n binds closer than arithmetic, and the first index is 1
	depth  int
	budget int // tokens that may still be read, so that no text takes long
	size   int // numbers made so far
}

func (p *parser) next() {
	if p.budget--; p.budget < 0 {
		p.at = len(p.text)
	}
	p.scan()
	for p.flat && p.tok.kind == newline {
		p.scan()
	}
}

// is says whether the token is one of words (separated by spaces).
func (p *parser) is(words string) bool {
	return p.tok.kind >= name && Among(words, p.tok.text)
}

func (p *parser) take(words string) bool {
	if p.is(words) {
		p.next()
		return true
	}
	return false
}

func (p *parser) expect(word string) {
	if !p.take(word) {
		p.unexpected()
	}
}

func (p *parser) unexpected() {
	switch p.tok.kind {
	case end:
		fail("the text ends inside this")
	case newline:
		fail("the line ends too early")
	}
	fail("“" + p.tok.text + "” was not expected")
}

func (p *parser) deeper() {
	if p.depth++; p.depth > maxDepth {
		fail("nested too deep")
	}
}

func (p *parser) statement(out *Statement) {
	// A long line is no sentence, and may hold many statements.
	rest, _, _ := strings.Cut(p.text[p.tok.from:min(len(p.text), p.tok.from+300)], "\n")
	rest = strings.TrimRight(rest, " \t\r")
	code := strings.ContainsAny(rest, ":({") || rest == p.tok.text // and no sentence
	words := strings.Fields(rest)
	switch {
	case p.is("import using") && (len(words) == 2 || code || strings.Contains(rest, " as ")), p.is("from") && len(words) > 3 && words[2] == "import",
		p.is("} @"), p.is("{") && rest == "{", p.is("else try end pass finally except with if elif while assert del") && code:
		out.Form = Other
		p.skipLine()
		p.next()
	case p.is("for") && code:
		out.Form = Loop
		p.next()
		p.take("(")
		p.names(out)
		if !p.take("in =") {
			p.unexpected()
		}
		there := *p
		out.Value = p.binary(4) // for i in range(9): what follows the colon is the body
		if p.is(":") && out.Value.Kind == Numbers && out.Value.Dim == 0 {
			*p = there
			out.Value = p.binary(0)
		}
		for p.take(") : {") {
		}
	case p.is("def class") && code:
		out.Form = Define
		p.next()
		out.Value = p.postfix()
		if p.take("->") {
			p.postfix()
		}
		p.expect(":")
	case p.take("return"):
		out.Form = Return
		if p.tok.kind > newline {
			out.Value = p.tuple()
		}
	default:
		p.assignment(out)
	}
}

// names reads the targets of a loop.
func (p *parser) names(out *Statement) {
	for p.tok.kind == name || p.is("( )") {
		if p.tok.kind == name {
			out.Targets = append(out.Targets, p.tok.text)
		}
		p.next()
		if !p.take(",") && !p.is(")") {
			return
		}
	}
}

// assignment reads a value, or targets and their value. A target is found by
// trying: names and operators up to one that assigns.
func (p *parser) assignment(out *Statement) {
	for {
		there := *p
		target := p.path()
		if target == "" || !p.is("= <- <<- += -= *= /=") {
			budget := p.budget
			*p = there
			p.budget = budget
			break
		}
		out.Targets = append(out.Targets, target)
		out.Operator = p.tok.text
		p.next()
		for p.tok.kind == newline {
			p.next()
		}
	}
	out.Value = p.tuple()
	switch {
	case p.take("->"): // R can give to the right
		out.Targets = append(out.Targets, p.path())
	case p.is("=") && out.Value.Kind == List && out.Targets == nil: // a, b = 1, 2
		p.next()
		names := out.Value
		out.Value = p.tuple()
		p.unpack(names, out.Value)
	case out.Operator != "" && len(out.Operator) == 2 && out.Operator[1] == '=':
		if was := p.Vars[out.Targets[0]]; was != nil {
			out.Value = p.operate(out.Operator[:1], was, out.Value)
		}
	}
}

// unpack gives each name its part; names that had a value before are not
// assigned again by this rare form.
func (p *parser) unpack(names, value *Value) {
	for i, n := range names.Items {
		if n.Kind == Symbol && value.Kind == List && i < len(value.Items) {
			p.Vars[n.Text] = value.Items[i]
		}
	}
}

// path reads a dotted name, "x.train" or "df$x", or "".
func (p *parser) path() string {
	if p.tok.kind != name {
		return ""
	}
	path := p.tok.text
	for p.next(); p.is(". $") && letter(p.peek(0)); p.next() {
		p.next()
		path += "." + p.tok.text
	}
	return path
}

// tuple is an expression, or several with commas.
func (p *parser) tuple() *Value {
	first := p.binary(0)
	if !p.is(",") {
		return first
	}
	items := []*Value{first}
	for p.take(",") && p.tok.kind > newline && !p.is("= )") {
		items = append(items, p.binary(0))
	}
	return p.list(items)
}

// Binary operators with how closely they bind: a digit before those that do it
// alike. R's colon binds closer than its arithmetic.
const (
	binding = "0 %>% |> 1 or and || | && & if else 2 == != ~= < > <= >= in is ~ 3 : 4 + - .+ .- 5 * / .* ./ %*% @ // % %%"
	forR    = "0 %>% |> 1 || | && & 2 == != < > <= >= ~ 4 + - 5 * / %*% %% 6 :"
)

func (p *parser) binding() int {
	if p.tok.kind < name {
		return -1
	}
	table := binding
	if p.r {
		table = forR
	}
	i := strings.Index(table, " "+p.tok.text+" ")
	if p.tok.kind == name && !Among("or and if else in is", p.tok.text) || i < 0 && !strings.HasSuffix(table, " "+p.tok.text) {
		return -1
	}
	if i < 0 {
		i = len(table) - 1
	}
	for !digit(table[i]) {
		i--
	}
	return int(table[i] - '0')
}

// binary reads operators that bind at least as closely as least.
func (p *parser) binary(least int) *Value {
	p.deeper()
	left := p.unary()
	for {
		if least == 0 && p.tok.kind == newline && !p.matrix { // a pipe may begin the next line
			there := *p
			for p.tok.kind == newline {
				p.next()
			}
			if !p.is("%>% |>") {
				budget := p.budget
				*p = there
				p.budget = budget
			}
		}
		power := p.binding()
		switch {
		case power < least,
			p.matrix && p.is("+ -") && p.tok.space && p.peek(0) != ' ', // a sign of its own
			p.is(":") && (p.peek(0) == '\n' || p.peek(0) == 0 || p.peek(0) == '\r'):
			p.depth--
			return left
		}
		op := p.tok.text
		p.next()
		for p.tok.kind == newline && !p.matrix {
			p.next()
		}
		right := p.binary(power + 1)
		switch {
		case power == 0:
			left = p.pipe(left, right)
		case op == ":" && p.is(":"):
			p.next()
			left = p.span(left, p.binary(power+1), right)
		case op == ":":
			left = p.span(left, right, nil)
		default:
			left = p.operate(op, left, right)
		}
	}
}

// pipe is a method call: x %>% f(y).
func (p *parser) pipe(left, right *Value) *Value {
	call := &Value{Kind: Call, Text: right.Text, Path: right.Text, Receiver: left}
	if right.Kind == Call {
		call.Path, call.Items, call.Names = right.Path, right.Items, right.Names
	}
	return p.compute(call)
}

func (p *parser) unary() *Value {
	if !p.is("- + ! not ~ * **") {
		base := p.postfix()
		if p.take("** ^ .^") {
			p.deeper()
			base = p.operate("^", base, p.unary())
			p.depth--
		}
		return base
	}
	op := p.tok.text
	p.next()
	p.deeper()
	v := p.unary()
	p.depth--
	if op == "-" {
		return p.operate("-", number(0), v)
	}
	if op == "**" {
		return &Value{Kind: Call, Text: op, Items: []*Value{v}, Names: []string{""}}
	}
	if op != "+" && v.Kind == Numbers {
		return &Value{Text: op} // what no one knows
	}
	return v
}
