package main

import "testing"

// Two floors that read the same are one line with one name.
func TestPosterNamesALevelOnce(t *testing.T) {
	r := result{Epochs: 10, Curve: []float64{0, 1, 10, 0.006}, Floors: []floor{
		{Label: "mean prediction", Loss: 0.03451}, {Label: "best straight line", Loss: 0.00567595}, {Label: "reach of small steps", Loss: 0.00567601},
	}}
	var names []string
	for _, f := range lossPoster(r).Floors {
		names = append(names, f.Text)
	}
	if len(names) != 2 || names[0] != "mean prediction 0.03451" || names[1] != "best straight line 0.005676" {
		t.Errorf("the poster names %q", names)
	}
}
