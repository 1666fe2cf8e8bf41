package train

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"plateau/wasm/experiment"
)

// No constant is better than the best, and the best of a few targets is among
// places that can be listed: the targets, the margins and what lies between.
func TestBestConstant(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, loss := range []string{
		`"mean_squared_error"`, `"mean_absolute_error"`, `{"name":"huber","delta":0.3}`, `"log_cosh"`, `"mean_absolute_percentage_error"`, `"hinge"`,
		`"binary_crossentropy"`, `{"name":"binary_crossentropy","from_logits":true}`, `{"name":"binary_crossentropy","label_smoothing":0.2}`,
	} {
		for range 40 {
			points, n := "", 1+random.IntN(6)
			for i := range n {
				y := random.Float64()
				if !strings.Contains(loss, "binary") && random.IntN(2) == 0 {
					y = math.Copysign(math.Pow(10, 4*random.Float64()-2), random.NormFloat64())
				}
				if random.IntN(5) == 0 {
					y = float64(random.IntN(2))
				}
				if i > 0 {
					points += ","
				}
				points += "[" + strconv.Itoa(i) + "," + strconv.FormatFloat(y, 'g', -1, 64) + "]"
			}
			e, err := experiment.Parse(`{"data":{"points":[` + points + `]},"training":{"loss":` + loss + `,"class_weight":{"0":` + strconv.Itoa(random.IntN(4)) + `,"1":2.5}}}`)
			if err != nil {
				t.Fatal(err)
			}
			p := NewProblem(e)
			_, least := p.BestConstant()
			places := append([]float64(nil), p.Train.Y...)
			for _, y := range p.Train.Y {
				places = append(places, Margin(y))
			}
			for range 2000 {
				places = append(places, random.NormFloat64()*math.Pow(10, 4*random.Float64()-2))
			}
			for _, z := range places {
				if v := p.ConstantLoss([]float64{z}); v < least-1e-12*math.Abs(least)-1e-14 {
					t.Fatalf("%s of %s: %g at %g, the best constant leaves %g", loss, points, v, z, least)
				}
			}
		}
	}
}
