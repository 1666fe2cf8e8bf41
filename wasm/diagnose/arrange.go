package diagnose

import "sort"

// An ordering is a list and what compares two of its elements, for package sort: slices.SortStableFunc compiles a whole
// sort for every type of element.
type ordering[T any] struct {
	list    []T
	compare func(a, b T) int
}

func (o ordering[T]) Len() int           { return len(o.list) }
func (o ordering[T]) Less(i, j int) bool { return o.compare(o.list[i], o.list[j]) < 0 }
func (o ordering[T]) Swap(i, j int)      { o.list[i], o.list[j] = o.list[j], o.list[i] }

// arrange sorts a list; what compares as equal stays in its order.
func arrange[T any](list []T, compare func(a, b T) int) {
	sort.Stable(ordering[T]{list, compare})
}
