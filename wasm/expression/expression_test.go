package expression

import (
	"strings"
	"testing"

	"plateau/wasm/text"
)

// show writes a value so that a table of tests can hold it.
func show(v *Value) string {
	switch v.Kind {
	case Numbers:
		return showArray(v, v.Data)
	case Text:
		return `"` + v.Text + `"`
	case List, Call:
		var parts []string
		for i, one := range v.Items {
			key := ""
			if v.Kind == Call && v.Names[i] != "" {
				key = v.Names[i] + "="
			}
			parts = append(parts, key+show(one))
		}
		out := v.Text + "(" + strings.Join(parts, " ") + ")"
		if v.Receiver != nil {
			out = show(v.Receiver) + "." + out
		}
		return out
	}
	return v.Text
}

func showArray(v *Value, data []float64) string {
	if v.Dim == 0 {
		return text.Number(data[0])
	}
	var parts []string
	for i, x := range data {
		part := text.Number(x)
		if v.Dim == 2 && i%v.Cols == 0 {
			part = "[" + part
		}
		if v.Dim == 2 && i%v.Cols == v.Cols-1 {
			part += "]"
		}
		parts = append(parts, part)
	}
	return "[" + strings.Join(parts, " ") + "]"
}

// run evaluates every statement and gives the last value, or the first error.
func run(script string) string {
	s := New(script)
	last := &Value{Text: "nothing"}
	for {
		statement, ok := s.Next()
		switch {
		case !ok:
			return show(last)
		case statement.Wrong != "":
			return "error: " + statement.Wrong
		case statement.Value != nil:
			last = statement.Value
		}
	}
}

func TestEvaluate(t *testing.T) {
	for script, want := range map[string]string{
		"1 + 2*3":             "7",
		"-2**2":               "-4",
		"2^-1":                "0.5",
		"1e-5":                "1e-5",
		"10L":                 "10",
		"1_000.5":             "1000.5",
		".5":                  "0.5",
		"2.*3":                "6",
		"[1., 2., -3.]":       "[1 2 -3]",
		"[1 2; 3 4]":          "[[1 2] [3 4]]",
		"[1 -2 3]":            "[1 -2 3]",
		"[1 - 2 3]":           "[-1 3]",
		"[1;2;3]":             "[[1] [2] [3]]",
		"[1 2\n3 4\n]":        "[[1 2] [3 4]]",
		"[[1, 2],\n [3, 4]]":  "[[1 2] [3 4]]",
		"[[1. 2.]\n [3. 4.]]": "[[1 2] [3 4]]",
		"[1, 2, 3]'":          "[[1] [2] [3]]",
		"x = [1;2]; x'":       "[[1 2]]",
		"np.array([[0,0],[0,1]], dtype=np.float32)":        "[[0 0] [0 1]]",
		"[np.array([1, 2]), [3, 4]]":                       "[[1 2] [3 4]]",
		"torch.tensor([1.,2.]).view(-1, 1)":                "[[1] [2]]",
		"c(-1, 0, 1)":                                      "[-1 0 1]",
		"x <- 1:4/2":                                       "[0.5 1 1.5 2]",
		"x = 0:0.5:2":                                      "[0 0.5 1 1.5 2]",
		"matrix(c(1,2,3,4), ncol=2)":                       "[[1 3] [2 4]]",
		"matrix(c(1,2,3,4), nrow = 2, byrow = TRUE)":       "[[1 2] [3 4]]",
		"m <- matrix(1:6, ncol = 2)\nm[, 2]":               "[4 5 6]",
		"np.linspace(0, 1, 5)":                             "[0 0.25 0.5 0.75 1]",
		"np.linspace(0, 1, 3).reshape(-1, 1) ** 2":         "[[0] [0.25] [1]]",
		"np.arange(0, 1, 0.25)":                            "[0 0.25 0.5 0.75]",
		"list(range(3))":                                   "[0 1 2]",
		"seq(0, 1, by = 0.5)":                              "[0 0.5 1]",
		"seq(0, 1, length.out = 3)":                        "[0 0.5 1]",
		"x = np.arange(4).reshape(2, 2); x[:, 1]":          "[1 3]",
		"x = np.arange(3); x[:, None]":                     "[[0] [1] [2]]",
		"x = np.arange(2); (x - x.mean()) / x.std()":       "[-1 1]",
		"pd.DataFrame({'x': [1, 2], 'y': [3, 4]})":         "{(x=[1 2] y=[3 4])",
		"df = pd.DataFrame({'x': [1, 2]}); df['x'].values": "[1 2]",
		"df = data.frame(x = c(1,2), y = c(3,4))\ndf$y":    "[3 4]",
		"cbind(c(1,2), c(3,4))":                            "[[1 3] [2 4]]",
		"rbind(c(1,2), c(3,4))":                            "[[1 2] [3 4]]",
		"np.concatenate(([1, 2], [3]))":                    "[1 2 3]",
		"x = np.sin(0)":                                    "0",
		"x, y = [1, 2], [3]; y":                            "[3]",
		"(1,)":                                             "[1]",
		"(1)":                                              "1",
		"f(x)":                                             "f(x)",
		"nn.Sequential(nn.Linear(1, 10), nn.Tanh())":       "Sequential(Linear(1 10) Tanh())",
		"model <- f() %>% g(units = 3)":                    "f().g(units=3)",
		"model.add(Dense(3))":                              "add(Dense(3))",
		"l = Dense(3); l(x)":                               "Dense(3).(x)",
		"Dense(3)(x)":                                      "Dense(3).(x)",
		"self.a = 3; self.a + 1":                           "4",
		"x = 2; x *= 3; x":                                 "6",
		"np.linspace(0, 1, 10**9)":                         "error: more numbers than can be held",
		"[1, 2] + [3, 4, 5]":                               "error: arrays of different lengths",
		"I have a problem":                                 "error: “have” was not expected",
		"[1, 2":                                            "error: the text ends inside this",
		"[x**2 for x in range(3)]":                         "error: “for” was not expected",
		strings.Repeat("(", 100):                           "error: nested too deep",
		strings.Repeat("-", 100) + "1":                     "error: nested too deep",
		">>> x = [1,\n... 2]\n>>> x":                       "[1 2]",
		"x = 3 # three":                                    "3",
		"x = 3; % three":                                   "3",
		"x = c(1,\n  2) # no\n\nx":                         "[1 2]",
		"c(1, 2) -> x":                                     "[1 2]",
		"c(4, 9) %>% sqrt()":                               "[2 3]",
		"c(4, 9) |>\n  sqrt() |>\n  mean()":                "2.5",
		"for i in range(3): x = 1":                         "1",
		"for (i in 1:3) {":                                 "[1 2 3]",
		"f(lambda a, b: a[b, 1] + 1, c = 2)":               "f(lambda() c=2)",
		"f(function(a, b = c(1, 2)) {\n a\n b }, 3)":       "f(lambda() 3)",
		"f(lambda a, b)":                                   "error: the text ends inside this",
		"f(function(a]) b)":                                "error: “]” was not expected",
		"x = np.arange(6); x[1:3]":                         "[1 2]",
		"x = np.arange(6); x[:2]":                          "[0 1]",
		"x = np.arange(6); x[-2:]":                         "[4 5]",
		"x = np.arange(6); x[2]":                           "2",
		"x = np.arange(6); x[-1]":                          "5",
		"x = np.arange(6); x[::2]":                         "[0 1 2 3 4 5].[([:])",
		"x = np.arange(6); n = 4; x[n-2:n]":                "[2 3]",
		"x = np.arange(6); x[k:]":                          "[0 1 2 3 4 5].[([:])",
		"x = np.arange(6); x[10]":                          "[0 1 2 3 4 5].[(10)",
		"x = np.arange(6).reshape(3, 2); x[0]":             "[0 1]",
		"x = np.arange(6).reshape(3, 2); x[1:]":            "[[2 3] [4 5]]",
		"x = np.arange(6).reshape(3, 2); x[1:, 0]":         "[2 4]",
		"x = np.arange(6).reshape(3, 2); x[:, 0:1]":        "[[0] [2] [4]]",
		"x = np.arange(6).reshape(3, 2); x[2, 1]":          "5",
		"x = np.arange(6).reshape(3, 2); x[[0, 2], :]":     "[[0 1] [4 5]]",
		"x <- c(5, 6, 7); x[2:3]":                          "[6 7]",
		"x <- matrix(1:6, ncol = 2); x[1:2, ]":             "[[1 4] [2 5]]",
		"x <- matrix(1:6, ncol = 2); x[-1, ]":              "[[1 4] [2 5] [3 6]].[(-1 :)",
		"x = [1, 2, 3]; len(x)":                            "3",
		"x = np.zeros; y = np.arange(6).reshape(3, 2); y.shape[0] + y.shape[1]": "5",
		"x = torch.tensor([[1.], [2.]]); x.size(0)":                             "2",
		"x <- c(1, 2, 3); length(x) * 2":                                        "6",
		"x <- matrix(1:6, ncol = 2); nrow(x)":                                   "3",
		"x <- T":                                                                "T",
		"x <- c(1, 2, 3); scale(x)":                                             "[[-1] [0] [1]]",
		"x <- c(1, 2, 3); scale(x, center = c(1), scale = c(2))":                "[[0] [0.5] [1]]",
		"x <- c(1, 2, 3); scale(x, scale = FALSE)":                              "[[-1] [0] [1]]",
		"s = StandardScaler(); s.fit_transform([[1], [3]])":                     "[[-1] [1]]",
		"MinMaxScaler().fit_transform([[1, 0], [3, 5], [2, 5]])":                "[[0 0] [1 1] [0.5 1]]",
		"a = [f(1)] + [g(2)] * 2":                                               "(f(1) g(2) g(2))",
		"In [3]: x = [1,\n   ...:      2]\nOut[3]: 7":                           "[1 2]",
		"> x <- c(1,\n+ 2)\n> x":                                                "[1 2]",
		"[[1,2],[3]]":                                                           "([1 2] [3])",
	} {
		if got := run(script); got != want {
			t.Errorf("%s\n got %s\nwant %s", script, got, want)
		}
	}
}

// Every statement has its lines, and what cannot be read is one line.
func TestStatements(t *testing.T) {
	s := New("I have a problem (see below.\nx = [1,\n 2]\nmodel %>%\n  compile(\n a = 1)\nWhy?\nfor (i in 1:3) {\n  f(i)\n}\nmodel\n  %>% fit(x)\n")
	var got []string
	for {
		st, ok := s.Next()
		if !ok {
			break
		}
		word := "ok"
		if st.Wrong != "" {
			word = "no"
		}
		got = append(got, text.Format("%d-%d %s", st.From, st.To, word))
	}
	if want := "1-1 no, 2-3 ok, 4-6 ok, 7-7 no, 8-8 ok, 9-9 ok, 10-10 ok, 11-12 ok"; strings.Join(got, ", ") != want {
		t.Errorf("got %s", strings.Join(got, ", "))
	}
}

func FuzzScript(f *testing.F) {
	for _, s := range []string{
		"x = np.array([[1, 2], [3, 4]])\ny <- c(1, 2) %>% f(a = 'b')", "[1 -2; 3 4]'", "for i, (a, b) in enumerate(x): y[i] = {a: 1, 'b': 2}",
		"def f(self, x):\n  return self.a(x)", "x[1:2, ::3, None]", "f(**k, *a, b=3)(2).c$d", "x = cbind(c(1, 2), 3:4); x[, 2]",
		"reshape(linspace(0, 1, 1e6), -1, 2, 3)", "a, b = [1], [2]", "x += 1 -> y", "matrix(1:6, ncol = 2, byrow = TRUE)",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		if len(script) > 10000 {
			return
		}
		s := New(script)
		line := 1
		for {
			st, ok := s.Next()
			if !ok {
				return
			}
			if st.From < line || st.To < st.From {
				t.Fatalf("lines %d to %d after %d", st.From, st.To, line)
			}
			line = st.From
			if v := st.Value; v != nil && v.Kind == Numbers {
				if v.Dim == 0 && len(v.Data) != 1 || v.Dim > 0 && v.Rows*v.Cols != len(v.Data) {
					t.Fatalf("%q: %d dimensions, %d rows, %d columns, %d numbers", script, v.Dim, v.Rows, v.Cols, len(v.Data))
				}
			}
		}
	})
}
