package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// A change puts text in the place of the bytes from..to of a source.
type change struct {
	from, to int
	text     string
}

// rewrite applies edits to a source and notes those that had a place in it. Without any it returns nil.
//
// What is written, has its address taken, is a method's receiver or only named stays: the variable remains, what reads it is
// told its value.
func rewrite(source []byte, edits []edit, used []bool) ([]byte, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	offset := func(p token.Pos) int { return set.Position(p).Offset }
	var changes []change
	var path []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			path = path[:len(path)-1]
			return true
		}
		parent := ast.Node(nil)
		if len(path) > 0 {
			parent = path[len(path)-1]
		}
		if f, ok := n.(*ast.FuncDecl); ok && f.Body != nil {
			name := f.Name.Name
			if f.Recv != nil {
				receiver := string(source[offset(f.Recv.List[0].Type.Pos()):offset(f.Recv.List[0].Type.End())])
				name = "(" + receiver + ")." + name
			}
			for i, e := range edits {
				if e.begin == name {
					at := offset(f.Body.Lbrace) + 1
					changes = append(changes, change{at, at, "\n\t" + e.as + "\n"})
					used[i] = true
				}
			}
		}
		if x, ok := n.(ast.Expr); ok && reads(parent, x) {
			from, to := offset(x.Pos()), offset(x.End())
			text := string(source[from:to])
			for i, e := range edits {
				if e.read == text {
					changes = append(changes, change{from, to, e.as})
					used[i] = true
					return false // the children are not visited, nor is the end of this node
				}
			}
		}
		path = append(path, n)
		return true
	})
	if changes == nil {
		return nil, nil
	}
	slices.SortFunc(changes, func(a, b change) int { return a.from - b.from })
	var out strings.Builder
	at := 0
	for _, c := range changes {
		out.Write(source[at:c.from])
		out.WriteString(c.text)
		at = c.to
	}
	out.Write(source[at:])
	return []byte(out.String()), nil
}

// reads says whether the value of an expression is used where it stands.
func reads(parent ast.Node, x ast.Expr) bool {
	switch p := parent.(type) {
	case *ast.UnaryExpr:
		return p.Op != token.AND
	case *ast.AssignStmt:
		return !slices.Contains(p.Lhs, x)
	case *ast.IncDecStmt, *ast.ExprStmt, *ast.Field, *ast.FuncDecl, *ast.SelectorExpr:
		return false
	case *ast.ValueSpec:
		return slices.Contains(p.Values, x)
	case *ast.KeyValueExpr:
		return p.Value == x
	}
	return true
}
