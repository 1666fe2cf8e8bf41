package elementary

import (
	"flag"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
)

var samples = flag.Int("samples", 300, "random arguments per range in the error tests")

// maxUlp is what the package promises.
const maxUlp = 2

// ulps is the distance of got from want in units in the last place of want.
func ulps(got float64, want *big.Float) float64 {
	rounded, _ := want.Float64()
	if math.IsInf(rounded, 0) || math.IsInf(got, 0) {
		if got == rounded {
			return 0
		}
		return math.Inf(1)
	}
	exponent := max(want.MantExp(nil)-53, -1074)
	if want.Sign() == 0 {
		exponent = -1074
	}
	unit := new(big.Float).SetMantExp(number(1), exponent)
	d, _ := over(minus(number(got), want), unit).Float64()
	return math.Abs(d)
}

// span is a range of arguments: uniform, or with uniform exponents.
type span struct {
	from, to float64
	log      bool
}

func (s span) draw(r *rand.Rand) float64 {
	if !s.log {
		return s.from + float64((s.to-s.from)*r.Float64())
	}
	from, to := math.Float64bits(math.Abs(s.from)), math.Float64bits(math.Abs(s.to))
	x := math.Float64frombits(from + r.Uint64N(to-from))
	return math.Copysign(x, s.to)
}

const least = math.SmallestNonzeroFloat64

var functions = []struct {
	name  string
	f     func(float64) float64
	truth func(*big.Float) *big.Float
	spans []span
}{
	{"Exp", Exp, bigExp, []span{{-746, 710, false}, {-746, -700, false}, {-1, 1, false}, {least, 1, true}, {least, -700, true}}},
	{"Expm1", Expm1, bigExpm1, []span{{-45, 710, false}, {-1, 1, false}, {0.34, 0.6, false}, {least, 700, true}, {least, -45, true}}},
	{"Log", Log, bigLog, []span{{least, math.MaxFloat64, true}, {0.5, 2, false}, {0.99, 1.01, false}, {least, 0x1p-1000, true}}},
	{"Log10", Log10, func(x *big.Float) *big.Float { return over(bigLog(x), bigLog(number(10))) }, []span{{least, math.MaxFloat64, true}, {0.5, 2, false}, {0.99, 1.01, false}, {least, 0x1p-1000, true}}},
	{"Log1p", Log1p, bigLog1p, []span{{least, math.MaxFloat64, true}, {least, -1, true}, {-1, 2, false}, {-0.5, 0.5, false}}},
	{"Tanh", Tanh, bigTanh, []span{{-20, 20, false}, {-1, 1, false}, {0.17, 0.6, false}, {least, 25, true}, {least, -25, true}}},
	{"Sigmoid", Sigmoid, bigSigmoid, []span{{-746, 40, false}, {-40, 40, false}, {-1, 1, false}, {-746, -700, false}, {least, 40, true}}},
	{"Softplus", Softplus, bigSoftplus, []span{{-745, 40, false}, {-5, 5, false}, {-1, 1, false}, {least, 800, true}, {least, -700, true}}},
	{"LogCosh", LogCosh, bigLogCosh, []span{{-2, 2, false}, {-30, 30, false}, {1e-30, 700, true}}},
	{"Erf", Erf, bigErf, []span{{-6, 6, false}, {-1.5, 1.5, false}, {least, 6, true}, {0.9, 2, false}}},
	{"Sin", Sin, func(x *big.Float) *big.Float { return bigSin(x, 0) }, []span{{-10, 10, false}, {-1e6, 1e6, false}, {least, 1e6, true}, {1e6, math.MaxFloat64, true}}},
	{"Cos", Cos, func(x *big.Float) *big.Float { return bigSin(x, 1) }, []span{{-10, 10, false}, {-1e6, 1e6, false}, {least, 1e6, true}, {1e6, math.MaxFloat64, true}}},
}

func TestError(t *testing.T) {
	for _, f := range functions {
		t.Run(f.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			worst, where := 0.0, 0.0
			for _, s := range f.spans {
				for range *samples {
					x := s.draw(r)
					if e := ulps(f.f(x), f.truth(number(x))); e > worst {
						worst, where = e, x
					}
				}
			}
			t.Logf("%.3f ulp at %v (%x)", worst, where, where)
			if worst > maxUlp {
				t.Errorf("error of %.3f ulp at %v: got %v", worst, where, f.f(where))
			}
		})
	}
}

func TestPowError(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	worst := 0.0
	for range 5 * *samples {
		x := span{least, math.MaxFloat64, true}.draw(r)
		if r.IntN(2) == 0 {
			x = span{0.5, 1.5, false}.draw(r)
		}
		y := (2*r.Float64() - 1) * 744 / math.Abs(math.Log(x))
		if e := ulps(Pow(x, y), bigPow(x, y)); e > worst {
			worst = e
			if e > maxUlp {
				t.Errorf("Pow(%v, %v) = %v is off by %.3f ulp", x, y, Pow(x, y), e)
			}
		}
	}
	t.Logf("%.3f ulp", worst)
}

func TestHypotError(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	worst := 0.0
	for range 5 * *samples {
		x := span{0x1p-500, 0x1p500, true}.draw(r)
		y := x * (4*r.Float64() - 2)
		if r.IntN(2) == 0 {
			x, y = x*0x1p500, y*0x1p500
		}
		truth := new(big.Float).Sqrt(plus(times(number(x), number(x)), times(number(y), number(y))))
		if e := ulps(Hypot(x, y), truth); e > worst {
			if worst = e; e > maxUlp {
				t.Errorf("Hypot(%v, %v) = %v is off by %.3f ulp", x, y, Hypot(x, y), e)
			}
		}
	}
	t.Logf("%.3f ulp", worst)
	inf := math.Inf(1)
	for _, c := range [][3]float64{{0, 0, 0}, {3, -4, 5}, {0, -7, 7}, {-inf, 1, inf}, {1, inf, inf}, {math.NaN(), 1, math.NaN()}, {least, 0, least}} {
		if got := Hypot(c[0], c[1]); got != c[2] && !(math.IsNaN(got) && math.IsNaN(c[2])) {
			t.Errorf("Hypot(%v, %v) is %v, not %v", c[0], c[1], got, c[2])
		}
	}
}

// Powers of ten are where digits are counted.
func TestLog10OfPowers(t *testing.T) {
	for n := -307; n <= 308; n++ {
		x, _ := strconv.ParseFloat("1e"+strconv.Itoa(n), 64)
		if got := Log10(x); got != float64(n) {
			t.Errorf("Log10(1e%d) is %v", n, got)
		}
	}
}

// TestLimits pins the values at the edges, signs of zero included.
func TestLimits(t *testing.T) {
	inf, nan, zero := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	tests := []struct {
		name    string
		f       func(float64) float64
		x, want []float64
	}{
		{"Exp", Exp, []float64{0, zero, inf, -inf, nan, 709.8, -745.2, least, 1e300, -1e300}, []float64{1, 1, inf, 0, nan, inf, 0, 1, inf, 0}},
		{"Expm1", Expm1, []float64{0, zero, inf, -inf, nan, least, -least, -50, 1e300}, []float64{0, zero, inf, -1, nan, least, -least, -1, inf}},
		{"Log10", Log10, []float64{0, zero, 1, inf, -inf, nan, -1, -least}, []float64{-inf, -inf, 0, inf, nan, nan, nan, nan}},
		{"Log", Log, []float64{0, zero, 1, inf, -inf, nan, -1, -least}, []float64{-inf, -inf, 0, inf, nan, nan, nan, nan}},
		{"Log1p", Log1p, []float64{0, zero, inf, -inf, nan, -1, -2, least, -least}, []float64{0, zero, inf, nan, nan, -inf, nan, least, -least}},
		{"Tanh", Tanh, []float64{0, zero, inf, -inf, nan, least, -least, 20, -1e300}, []float64{0, zero, 1, -1, nan, least, -least, 1, -1}},
		{"Sigmoid", Sigmoid, []float64{0, zero, inf, -inf, nan, 50, -800}, []float64{0.5, 0.5, 1, 0, nan, 1, 0}},
		{"Softplus", Softplus, []float64{inf, -inf, nan, 1e300, -1e300}, []float64{inf, 0, nan, 1e300, 0}},
		{"LogCosh", LogCosh, []float64{0, zero, inf, -inf, nan}, []float64{0, 0, inf, inf, nan}},
		{"Erf", Erf, []float64{0, zero, inf, -inf, nan, 1e300}, []float64{0, zero, 1, -1, nan, 1}},
		{"Sin", Sin, []float64{0, zero, inf, -inf, nan, least, -least}, []float64{0, zero, nan, nan, nan, least, -least}},
		{"Cos", Cos, []float64{0, zero, inf, -inf, nan, least}, []float64{1, 1, nan, nan, nan, 1}},
	}
	for _, tt := range tests {
		for i, x := range tt.x {
			if got := tt.f(x); !same(got, tt.want[i]) {
				t.Errorf("%s(%v) = %v, want %v", tt.name, x, got, tt.want[i])
			}
		}
	}
	pow := [][3]float64{
		{2, 10, 1024},
		{2, -1074, least},
		{2, 1024, inf},
		{0, 2, 0},
		{0, -2, inf},
		{inf, 2, inf},
		{inf, -1, 0},
		{0.5, inf, 0},
		{0.5, -inf, inf},
		{2, inf, inf},
		{1, nan, 1},
		{nan, 0, 1},
		{nan, 1, nan},
		{2, nan, nan},
		{-2, 2, nan},
		{0, 0, 1},
		{1, inf, 1},
		{3, 1, 3},
		{10, -2, 0.01},
		{0.999, 1e300, 0},
	}
	for _, p := range pow {
		if got := Pow(p[0], p[1]); !same(got, p[2]) {
			t.Errorf("Pow(%v, %v) = %v, want %v", p[0], p[1], got, p[2])
		}
	}
}

func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
}

// TestSameBits hashes results, so that a platform or a compiler that rounds otherwise fails here first.
func TestSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const prime = 0x100000001b3
	hash := uint64(0xcbf29ce484222325)
	add := func(x float64) { hash = (hash ^ math.Float64bits(x)) * prime }
	for range 1000 {
		for _, f := range functions {
			add(f.f(f.spans[0].draw(r)))
		}
		add(Pow(8*r.Float64(), 20*r.Float64()))
	}
	const want = 0xb59e34c32ce50881
	if hash != want {
		t.Errorf("hash %#x, want %#x", hash, uint64(want))
	}
}

var sink float64

func BenchmarkFunctions(b *testing.B) {
	for _, f := range functions {
		b.Run(f.name, func(b *testing.B) {
			x := 0.0
			for range b.N {
				x += 1e-9
				sink += f.f(x)
			}
		})
	}
}
