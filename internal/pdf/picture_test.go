package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"redress/internal/document"
)

// Pages are compared as pictures, 40 points to the inch. A program that draws a letter a
// little darker changes few points by much; a line that moved changes more than this.
const (
	otherGrey  = 64    // of 255
	otherShare = 0.002 // of the points of a page
)

// TestPagesLookAsTheyDid: the pictures of testdata have been looked at beside the rules
// of layout (ГОСТ Р 7.0.97-2025). After a change wanted, `go test ./internal/pdf -update`
// draws them anew, to be looked at again.
func TestPagesLookAsTheyDid(t *testing.T) {
	ruling := stored(t, "ruling")
	ruling.Code = "https://redress.example/verify/K7QM-42XT"
	for name, p := range map[string]document.Paper{"ruling": ruling, "minutes": stored(t, "minutes"), "letter": letter()} {
		drawn := pictures(t, render(t, p))
		old, err := filepath.Glob(filepath.Join("testdata", name+"-*.png"))
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			for _, path := range old {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			for i, page := range drawn {
				if err := os.WriteFile(picturePath(name, i), page, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			continue
		}
		if len(drawn) != len(old) {
			t.Errorf("%s has %d pages, want %d", name, len(drawn), len(old))
			continue
		}
		for i, page := range drawn {
			want, err := os.ReadFile(picturePath(name, i))
			if err != nil {
				t.Fatal(err)
			}
			if share := different(t, page, want); share > otherShare {
				t.Errorf("page %d of %s differs in %.2f %% of its points from %s", i+1, name, 100*share, picturePath(name, i))
			}
		}
	}
}

func picturePath(name string, page int) string {
	return filepath.Join("testdata", fmt.Sprintf("%s-%d.png", name, page+1))
}

// pictures draws the pages of a file.
func pictures(t *testing.T, file []byte) [][]byte {
	t.Helper()
	dir := t.TempDir()
	tool(t, file, "pdftoppm", "-r", "40", "-gray", "-png", "FILE", filepath.Join(dir, "page"))
	paths, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	var pages [][]byte
	for _, path := range paths {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	return pages
}

// different returns the share of points in which two pictures differ.
func different(t *testing.T, a, b []byte) float64 {
	t.Helper()
	var both [2]image.Image
	for i, data := range [][]byte{a, b} {
		var err error
		if both[i], err = png.Decode(bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
	}
	box := both[0].Bounds()
	if box != both[1].Bounds() {
		return 1
	}
	other := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			grey := func(i int) int { return int(color.GrayModel.Convert(both[i].At(x, y)).(color.Gray).Y) }
			if d := grey(0) - grey(1); d > otherGrey || d < -otherGrey {
				other++
			}
		}
	}
	return float64(other) / float64(box.Dx()*box.Dy())
}
