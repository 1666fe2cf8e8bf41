package diagnose

import "strings"

// cause is a suspect after the trials.
type cause struct {
	name       string
	confidence float64
	evidence   []Evidence
}

// causes orders the suspects: what is proven first, then what the trials
// confirmed.
func (d *Diagnosis) causes() []cause {
	var out []cause
	for _, s := range d.suspects {
		c := cause{name: s.cause, evidence: s.evidence}
		switch s.strength {
		case proof:
			c.confidence = 0.99
		case signature:
			c.confidence = 0.8
		default:
			c.confidence = 0.5
		}
		out = append(out, c)
	}
	return out
}

// verdict is one sentence: the number first, then the reason, then the way out.
func (d *Diagnosis) verdict(causes []cause) string {
	f := d.facts
	loss := number(f.loss)
	switch f.state {
	case Solved:
		return "Solved: the loss is " + loss + "."
	case Learning:
		return "The loss is " + loss + " and falling."
	}
	head := map[string]string{Stuck: "Stuck at ", Unfinished: "Stopped at "}[f.state] + loss
	if f.state == Diverged {
		head = "The loss blew up"
	}
	reason := ""
	if len(causes) > 0 {
		reason = ": " + d.reason(causes[0].name)
	}
	return head + reason + d.wayOut() + "."
}

func (d *Diagnosis) reason(cause string) string {
	switch cause {
	case "linear_network":
		units := 0
		for _, l := range d.facts.e.Network.Layers[:d.facts.hidden()] {
			units += l.Units
		}
		if units == 0 {
			return "a layer without activation is one straight line, and this is the best one"
		}
		return counted(units, "linear unit", "linear units") + " are one straight line, and this is the best one"
	case "lr_too_small":
		return "a learning rate of " + setting(d.facts.rate()) + " hardly moves the weights"
	}
	return strings.ReplaceAll(cause, "_", " ")
}

func (d *Diagnosis) wayOut() string {
	b := d.search.best()
	if b == nil {
		return ""
	}
	words := make([]string, len(b.edits))
	for i, e := range b.edits {
		words[i] = e.words
	}
	median, _ := b.losses()
	return "; " + strings.Join(words, " with ") + " reaches " + number(median)
}
