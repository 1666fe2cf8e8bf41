package code

import (
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
)

func TestInto(t *testing.T) {
	const tanh = `{"data":{"points":[[0,1],[1,2],[2,4]]},"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"batch_size":3,"epochs":7}}`
	const weights = `{"data":{"points":[[0,1],[1,2]]},"network":{"layers":[{}],"weights":[[[1]],[2]]},"training":{"batch_size":1}}`
	for _, c := range []struct {
		name, base, text string
		at               *Cell
		want             string
	}{
		{
			"all of it, network and training stay", tanh, "1,2\n3,4\n5,6\n7,8", nil,
			`{"data":{"points":[[1,2],[3,4],[5,6],[7,8]],"inputs":["x"],"targets":["y"]},"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"batch_size":4,"epochs":7}}`,
		},
		{
			"the first cell is the whole table", tanh, "time,height\n1,2\n3,4", &Cell{0, 0},
			`{"data":{"points":[[1,2],[3,4]],"inputs":["time"],"targets":["height"]},"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"batch_size":2,"epochs":7}}`,
		},
		{
			"below the first row, over the cells", tanh, "8\t8\n9\t9", &Cell{2, 0},
			`{"data":{"points":[[0,1],[1,2],[8,8],[9,9]],"inputs":["x"],"targets":["y"]},"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"batch_size":4,"epochs":7}}`,
		},
		{
			"one column over one column", tanh, "5\n6\n7\n8", &Cell{0, 1},
			`{"data":{"points":[[0,5],[1,6],[2,7],["",8]],"inputs":["x"],"targets":["y"]},"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"batch_size":4,"epochs":7}}`,
		},
		{
			"what does not fit beside the cells is the whole table", tanh, "1,2\n3,4", &Cell{0, 1},
			`{"data":{"points":[[1,2],[3,4]],"inputs":["x"],"targets":["y"]},"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"batch_size":2,"epochs":7}}`,
		},
		{
			"more columns: the last is the target, and weights belong to the old ones", weights, "1,2,3\n4,5,6", nil,
			`{"data":{"points":[[1,2,3],[4,5,6]],"inputs":["x1","x2"],"targets":["y"]},"network":{"layers":[{}]},"training":{"batch_size":1}}`,
		},
		{
			"as many columns: their part stays", `{"data":{"points":[[0,1,2]],"inputs":["t"],"targets":["a","b"]},"network":{"layers":[{"units":2}]}}`, "3,4,5", nil,
			`{"data":{"points":[[3,4,5]],"inputs":["t"],"targets":["a","b"]},"network":{"layers":[{"units":2}]}}`,
		},
		{
			"fewer targets", `{"data":{"points":[[0,1,2]],"inputs":["t"],"targets":["a","b"]},"network":{"layers":[{"units":2}]}}`, "3,4\n5,6", nil,
			`{"data":{"points":[[3,4],[5,6]],"inputs":["x"],"targets":["y"]},"network":{"layers":[{"units":1}]}}`,
		},
		{
			"words are as many targets", `{"data":{"points":[[0,1,2]],"inputs":["t"],"targets":["a","b"]},"network":{"layers":[{"units":2}]}}`, "1,2,u\n3,4,v\n5,6,u\n7,8,v", nil,
			`{"data":{"points":[[1,2,0],[3,4,1],[5,6,0],[7,8,1]],"inputs":["x1","x2"],"targets":["y"]},"network":{"layers":[{"units":1}]}}`,
		},
		{
			"words beside a network that is not written down", `{}`, "x,kind\n1,u\n2,v\n3,w\n1,u\n2,v\n3,w", nil,
			`{"data":{"inputs":["x"],"targets":["u","v","w"],"points":[[1,1,0,0],[2,0,1,0],[3,0,0,1],[1,1,0,0],[2,0,1,0],[3,0,0,1]]},"network":{"layers":[{"units":10},{"units":3}]}}`,
		},
		{
			"in the place of a generator", `{"data":{"generator":{"name":"sine","n":5},"validation":0.2},"training":{"batch_size":5}}`, "1,2\n3,4", nil,
			`{"data":{"validation":0.2,"inputs":["x"],"targets":["y"],"points":[[1,2],[3,4]]},"training":{"batch_size":2}}`,
		},
		{
			"mends what is wrong", `{"data":{"points":[[0,"abc"],[1,2]]},"training":{"batch_size":2}}`, "1,2\n3,4", nil,
			`{"data":{"points":[[1,2],[3,4]],"inputs":["x"],"targets":["y"]},"training":{"batch_size":2}}`,
		},
		{
			"over the origin question, which is not written down", `{}`, "9", &Cell{1, 1},
			`{"data":{"inputs":["x"],"targets":["y"],"points":[[-1,-0.2445248],[0,9],[1,0.1713998]]}}`,
		},
	} {
		base, err := document.Parse(c.base)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Import(c.text)
		if err != nil || r.Data == nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got := Into(base, *r.Data, c.at)
		if got.String() != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
		if _, err := experiment.Read(got); err != nil && c.name != "one column over one column" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A saved result is the experiment in it.
func TestImportOfASavedResult(t *testing.T) {
	for _, s := range []string{
		`{"training":{"epochs":7}}`,
		`{"experiment":{"training":{"epochs":7}},"epochs":7,"loss":{}}`,
		`{"result":{"experiment":{"training":{"epochs":7}},"epochs":7},"diagnosis":{"state":"stuck"}}`,
	} {
		r, err := Import(s)
		if err != nil || r.Kind != "experiment" || r.Experiment.Training.Epochs != 7 {
			t.Errorf("%s: %v %v", s, r.Kind, err)
		}
	}
}
