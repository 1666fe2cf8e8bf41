//go:build !js

package main

import (
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// exact is what may be used of package math: constants, what takes bits apart, and operations that IEEE 754 rounds
// correctly, in every implementation alike.
var exact = words(`
	Pi SqrtPi Sqrt2 Ln2 Ln10 E Phi
	MaxFloat64 SmallestNonzeroFloat64 MaxFloat32 SmallestNonzeroFloat32
	MaxInt MinInt MaxInt8 MinInt8 MaxInt16 MinInt16 MaxInt32 MinInt32 MaxInt64 MinInt64 MaxUint8 MaxUint16 MaxUint32 MaxUint64
	Float64bits Float64frombits Float32bits Float32frombits Frexp Ldexp Modf Nextafter Nextafter32
	Inf IsInf NaN IsNaN Copysign Signbit Abs Max Min Dim Floor Ceil Trunc Round RoundToEven Sqrt FMA Mod Remainder`)

func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

// math.Exp, Log, Pow, Hypot and their like have assembly on some processors and fused products on others, so their last
// bits differ; gonum's assembly adds in another order than its Go. Whatever computes here uses packages elementary and
// factor. The surveyed views may use gonum: they are shown by browsers only, which all run its Go.
func TestArithmeticIsTheSameEverywhere(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name := ""
		for _, imported := range file.Imports {
			switch of, _ := strconv.Unquote(imported.Path.Value); {
			case of == "math":
				if name = "math"; imported.Name != nil {
					t.Errorf("%s: math is imported under another name, which this test does not follow", path)
				}
			case of == "math/cmplx":
				t.Errorf("%s: math/cmplx is made of math.Exp and math.Log", path)
			case strings.HasPrefix(of, "gonum.org/") && filepath.Dir(path) != "landscape":
				t.Errorf("%s: imports %s, whose sums differ between processors; use factor", path, of)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if of, ok := s.X.(*ast.Ident); ok && name != "" && of.Name == name && !exact[s.Sel.Name] {
					t.Errorf("%s: math.%s is not the same on every processor; use elementary.%s", set.Position(s.Pos()), s.Sel.Name, s.Sel.Name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files were read: the test no longer finds the engine", files)
	}
}

// Go may round x*y + z once where the processor can, arm64 for one; a conversion, T(x*y) + z, rounds twice everywhere.
func TestProductsAreRounded(t *testing.T) {
	packages := list(t, "", "-deps", "-export", "plateau/wasm/...")
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	set := token.NewFileSet()
	from := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	checked := 0
	for _, p := range packages {
		if !within(p.ImportPath, "plateau/") {
			continue
		}
		var files []*ast.File
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		known := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		if _, err := (&types.Config{Importer: from}).Check(p.ImportPath, set, files, &known); err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				var terms []ast.Expr
				switch n := n.(type) {
				case *ast.BinaryExpr:
					if n.Op == token.ADD || n.Op == token.SUB {
						terms = []ast.Expr{n.X, n.Y}
					}
				case *ast.AssignStmt:
					if n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN {
						terms = n.Rhs
					}
				}
				for _, term := range terms {
					checked++
					if roundsApart(term, known) {
						t.Errorf("%s: the product is added without a conversion, T(x*y) + z, and may be rounded with the sum", set.Position(term.Pos()))
					}
				}
				return true
			})
		}
	}
	if checked < 1000 {
		t.Errorf("only %d terms were seen: the test no longer finds the engine", checked)
	}
}

// roundsApart says whether a term is a product of floats that has to be rounded before it is added: not by a power of
// two, which rounds nothing.
func roundsApart(term ast.Expr, known types.Info) bool {
	switch e := ast.Unparen(term).(type) {
	case *ast.UnaryExpr:
		return roundsApart(e.X, known)
	case *ast.BinaryExpr:
		of := known.Types[e]
		if e.Op != token.MUL || of.Value != nil {
			return false
		}
		if _, generic := of.Type.(*types.TypeParam); !generic {
			basic, ok := of.Type.Underlying().(*types.Basic)
			if !ok || basic.Info()&types.IsFloat == 0 {
				return false
			}
		}
		for _, factor := range []ast.Expr{e.X, e.Y} {
			if value := known.Types[factor].Value; value != nil {
				v, _ := constant.Float64Val(value)
				if fraction, _ := math.Frexp(math.Abs(v)); fraction == 0.5 {
					return false
				}
			}
		}
		return true
	}
	return false
}
