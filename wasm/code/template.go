package code

import "strings"

// section is the part of templates under "== name".
func section(name string) string {
	_, rest, ok := strings.Cut(templates, "\n== "+name+"\n")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "\n== ")
	return rest
}

// entry is the line of a section that begins with "key: ", or "".
func entry(in, key string) string {
	_, rest, ok := strings.Cut("\n"+section(in)+"\n", "\n"+key+": ")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "\n")
	return rest
}

// fill replaces $name by its value in v, and {?a !b|text?} by text where a holds and
// b does not. A line that is nothing but text which is left out goes with it.
// Names without a value stay as they are.
func (v *object) fill(t string) string {
	var out strings.Builder
	for i := 0; i < len(t); {
		switch {
		case strings.HasPrefix(t[i:], "{?"):
			end := closing(t, i)
			conditions, text, _ := strings.Cut(t[i+2:end], "|")
			i = end + 2
			if v.hold(conditions) {
				out.WriteString(v.fill(text))
			} else if i < len(t) && t[i] == '\n' && (out.Len() == 0 || out.String()[out.Len()-1] == '\n') {
				i++
			}
		case t[i] == '$':
			n := i + 1
			for n < len(t) && (t[n] == '_' || t[n] == '.' || t[n] >= 'a' && t[n] <= 'z' || t[n] >= '0' && t[n] <= '9') {
				n++
			}
			value, ok := v.look(t[i+1 : n])
			if at := strings.IndexByte(t[i+1:n], '.'); !ok && at > 0 { // $variable.copy_(
				n = i + 1 + at
				value, ok = v.look(t[i+1 : n])
			}
			if !ok {
				value = t[i:n]
			}
			out.WriteString(value)
			i = n
		default:
			out.WriteByte(t[i])
			i++
		}
	}
	return out.String()
}

// closing is where the "?}" of the "{?" at from is.
func closing(t string, from int) int {
	depth := 0
	for i := from; i < len(t); i++ {
		switch {
		case strings.HasPrefix(t[i:], "{?"):
			depth++
		case strings.HasPrefix(t[i:], "?}"):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	panic("code: a template without an end")
}

// hold says whether every condition does: a value that is there and not 0, or
// with ! one that is not.
func (v *object) hold(conditions string) bool {
	for _, c := range strings.Fields(conditions) {
		name := strings.TrimPrefix(c, "!")
		if zero(v.get(name)) == (name == c) {
			return false
		}
	}
	return true
}

func zero(value string) bool { return value == "" || value == "0" || value == "0.0" || value == "0L" }
