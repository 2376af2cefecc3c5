package document

import "testing"

func TestRanges(t *testing.T) {
	for _, row := range []struct {
		numbers []int
		want    string
	}{{nil, ""}, {[]int{2}, "2"}, {[]int{1, 2}, "1, 2"}, {[]int{1, 3, 4, 5, 6}, "1, 3–6"}, {[]int{1, 2, 3, 5, 7, 8}, "1–3, 5, 7, 8"}} {
		if got := Ranges(row.numbers); got != row.want {
			t.Errorf("Ranges(%v) = %q, want %q", row.numbers, got, row.want)
		}
	}
}
