//go:build !js

package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"plateau/wasm/elementary"
	"plateau/wasm/kernel/asm"
)

// emitted runs an emitted function over numbers, in place: a module whose run(n, _)
// applies f to n vectors from address 4096.
func emitted(t testing.TB, p *precision, f func(b *builder, x vec) vec, x []float64) []float64 {
	t.Helper()
	const base = 4096
	bytes := (len(x)*p.bytes + 15) / 16 * 16
	m := asm.NewModule((base+bytes)/65536 + 1)
	pool := newPool(m, 0, base)
	fn := m.Func("run", []asm.Type{asm.I32, asm.I32}, []asm.Type{asm.I32})
	b := newBuilder(fn, p, pool)
	address := pointer{fn.Local(asm.I32), true, 0}
	fn.I32(base).Set(address.base)
	loop := fn.Loop()
	b.store(address, f(b, b.let(b.load(address))))
	fn.Get(address.base).I32(16).Op(asm.I32Add).Set(address.base)
	fn.Get(fn.Param(0)).I32(1).Op(asm.I32Sub).Tee(fn.Param(0))
	fn.BrIf(loop)
	fn.End()
	fn.I32(0)
	m.Data(0, pool.bytes)
	instance, err := Native.Instantiate(m.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer instance.Close()
	buf := make([]byte, bytes)
	for i, v := range x {
		p.put(buf[i*p.bytes:], v)
	}
	instance.Write(base, buf)
	instance.Run(int32(bytes/16), 0)
	instance.Read(base, buf)
	out := make([]float64, len(x))
	for i := range out {
		out[i] = p.get(buf[i*p.bytes:])
	}
	return out
}

var twins = []struct {
	name string
	emit func(b *builder, x vec) vec
	want func(float64) float64
}{
	{"exp", exp64, elementary.Exp},
	{"expm1", expm164, elementary.Expm1},
	{"tanh", (*builder).tanh, elementary.Tanh},
	{"sigmoid", sigmoid64, elementary.Sigmoid},
	{"log", log64, elementary.Log},
	{"log1p", log1p64, elementary.Log1p},
	{"softplus", softplus64, elementary.Softplus},
	{"log_cosh", logCosh64, elementary.LogCosh},
	{"erf", erf64, elementary.Erf},
	{"sin", sin64, elementary.Sin},
	{"cos", cos64, elementary.Cos},
}

// arguments are edges, then numbers of every size and sign.
func arguments(n int) []float64 {
	r := rand.New(rand.NewPCG(7, 8))
	inf := math.Inf(1)
	x := []float64{0, math.Copysign(0, -1), inf, -inf, math.NaN(), 1, -1, -2, 5e-324, -5e-324, 2.3e-308, 709.8, -745.2, 1e300, -1e300, 22, 6, 1 << 20, 1<<20 + 1, -1e7, 1e22}
	for len(x) < n {
		x = append(x, 2*r.NormFloat64(), 1500*(r.Float64()-0.5), math.Float64frombits(r.Uint64()))
	}
	return x
}

func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
}

// TestTwins: f64x2 lanes hold the bits of package elementary.
func TestTwins(t *testing.T) {
	x := arguments(20000)
	for _, twin := range twins {
		t.Run(twin.name, func(t *testing.T) {
			for i, got := range emitted(t, f64x2, twin.emit, x) {
				if want := twin.want(x[i]); !same(got, want) {
					t.Fatalf("%v gives %v, want %v", x[i], got, want)
				}
			}
		})
	}
}

// maxUlp32 is the promise for f32x4.
const maxUlp32 = 3

func TestError32(t *testing.T) {
	functions := []struct {
		name string
		emit func(b *builder, x vec) vec
		want func(float64) float64
	}{
		{"exp", (*builder).exp, elementary.Exp},
		{"tanh", (*builder).tanh, elementary.Tanh},
		{"sigmoid", (*builder).sigmoid, elementary.Sigmoid},
		{"log", (*builder).log, elementary.Log},
		{"expm1", (*builder).expm1, elementary.Expm1},
		{"softplus", (*builder).softplus, elementary.Softplus},
		{"erf", (*builder).erf, elementary.Erf},
	}
	r := rand.New(rand.NewPCG(9, 10))
	x := arguments(20)
	for len(x) < 200000 {
		x = append(x, 2*r.NormFloat64(), 250*(r.Float64()-0.5), float64(math.Float32frombits(r.Uint32())))
	}
	for i := range x {
		x[i] = f32x4.round(x[i])
	}
	for _, f := range functions {
		worst, where := 0.0, 0.0
		for i, got := range emitted(t, f32x4, f.emit, x) {
			want := f.want(x[i])
			rounded := f32x4.round(want)
			if same(got, rounded) {
				continue
			}
			_, exponent := math.Frexp(want)
			e := math.Abs(got-want) / math.Ldexp(1, max(exponent-24, -149))
			if !(e <= worst) {
				worst, where = e, x[i]
			}
		}
		t.Logf("%s: %.3f ulp at %v", f.name, worst, where)
		if !(worst <= maxUlp32) {
			t.Errorf("%s errs by %.3f ulp at %v", f.name, worst, where)
		}
	}
}
