package train

import (
	"slices"
	"testing"
)

// A class weight belongs to a label as it is given: before hinge takes 0 and 1
// for -1 and 1, and before targets are scaled.
func TestRowWeightsFollowTheGivenLabels(t *testing.T) {
	for text, want := range map[string][]float64{
		`{"data":{"points":[[0,0],[1,1],[2,1]]},"training":{"loss":"hinge","class_weight":{"0":10,"1":2}}}`:                                                                               {10, 2, 2},
		`{"data":{"points":[[0,-1],[1,1],[2,1]]},"training":{"loss":"hinge","class_weight":{"0":10,"1":2}}}`:                                                                              {1, 2, 2},
		`{"data":{"points":[[0,0],[1,1],[2,3]],"scale":{"targets":"standard"}},"training":{"class_weight":{"0":5,"1":2,"3":7}}}`:                                                          {5, 2, 7},
		`{"data":{"points":[[0,8,1,5],[1,9,2,0]],"targets":["a","b","c"],"scale":{"targets":"minmax"}},"training":{"class_weight":{"0":5}}}`:                                              {5, 5},
		`{"data":{"points":[[0,0],[1,1],[2,0],[3,1]],"validation":0.5},"training":{"loss":"hinge","class_weight":{"0":10,"1":2}}}`:                                                        {10, 2},
		`{"data":{"points":[[0,0.5],[1,1.5],[2,2.5]]},"training":{"class_weight":{"0":3,"2":4}}}`:                                                                                         {3, 4, 4}, // halves to even, as NumPy rounds
		`{"data":{"points":[[0,1,0],[1,0,1]],"targets":["a","b"]},"network":{"layers":[{"activation":"softmax"}]},"training":{"loss":"categorical_crossentropy","class_weight":{"1":4}}}`: {1, 4},
	} {
		if got := New(parse(t, text)).Problem.RowWeights(); !slices.Equal(got, want) {
			t.Errorf("%s: row weights %v, want %v", text, got, want)
		}
	}
}
