package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/ruling"
)

// mostTyped is how many acts or demands a form is read for; package ruling refuses fewer.
const mostTyped = 40

// actField and demandField name the fields of one act and of one demand, from 1.
func actField(i int, name string) string    { return fmt.Sprintf("act_%d_%s", i+1, name) }
func demandField(i int, name string) string { return fmt.Sprintf("demand_%d_%s", i+1, name) }

// actsTyped reads the contested acts in their order.
func actsTyped(form url.Values) []ruling.Finding {
	var acts []ruling.Finding
	for i := 0; i < mostTyped && form.Has(actField(i, "kind")); i++ {
		f := ruling.Finding{Kind: listed(ruling.Kind(form.Get(actField(i, "kind"))), ruling.Kinds...), About: oneLine(form, actField(i, "about")),
			Part: typedText(form, actField(i, "part")), OnResults: form.Get(actField(i, "results")) == "1"}
		f.Verdict = listed(ruling.Verdict(form.Get(actField(i, "verdict"))), f.Kind.Verdicts()...)
		acts = append(acts, f)
	}
	return acts
}

// demandsTyped reads the demands with their answers in their order.
func demandsTyped(form url.Values) []ruling.Demand {
	var demands []ruling.Demand
	for i := 0; i < mostTyped && form.Has(demandField(i, "answer")); i++ {
		demands = append(demands, ruling.Demand{Text: typedText(form, demandField(i, "text")), Answer: typedText(form, demandField(i, "answer")),
			Asked: form.Get(demandField(i, "asked")) == "1"})
	}
	return demands
}

// draftChanged answers a button that adds or removes an act or a demand: the form once
// more with everything typed, nothing saved.
func (s *Server) draftChanged(c echo.Context, change string, typed draftForm) error {
	v, err := s.draftOf(c)
	if err != nil {
		return err
	}
	d := typed.text.Prepared(v.Complaint)
	what, which, _ := strings.Cut(change, ":")
	n, _ := strconv.Atoi(which) // what is no number is no act and no demand
	switch what {
	case "add_act":
		if k := ruling.Kind(which); slices.Contains(ruling.KindsOf(v.Complaint.Contested), k) && len(d.Findings) < mostTyped {
			d.Findings = append(d.Findings, ruling.Finding{Kind: k})
		}
	case "remove_act":
		if n >= 1 && n <= len(d.Findings) {
			d.Findings = slices.Delete(d.Findings, n-1, n)
		}
	case "add_demand":
		if len(d.Demands) < mostTyped {
			d.Demands = append(d.Demands, ruling.Demand{})
		}
	case "remove_demand":
		if n >= 1 && n <= len(d.Demands) && !d.Demands[n-1].Asked {
			d.Demands = slices.Delete(d.Demands, n-1, n)
		}
	}
	typed.text = d
	v.form, v.opened = typed, strings.HasSuffix(what, "act")
	return s.page(c, http.StatusOK, draftPage(v))
}

// several reports whether the draft judges more than one act.
func (v draftView) several() bool { return len(v.form.text.Findings) > 1 }

// removable reports whether another act of the same kind stays when this one goes.
func (v draftView) removable(i int) bool {
	acts := v.form.text.Findings
	return slices.ContainsFunc(append(slices.Clone(acts[:i]), acts[i+1:]...), func(f ruling.Finding) bool { return f.Kind == acts[i].Kind })
}

// choices are the verdicts to choose from: of the only act the outcome says already
// whether it stands.
func (v draftView) choices(f ruling.Finding) []ruling.Verdict {
	all := f.Kind.Verdicts()
	if v.several() {
		return all
	}
	return all[:len(all)-1]
}

// folded reports whether what the acts are called may stay folded away.
func (v draftView) folded() bool {
	if v.opened || v.several() {
		return false
	}
	for i, f := range v.form.text.Findings {
		if f.About == "" || v.Wrong.For(actField(i, "about")).Text != "" || v.Wrong.For(actField(i, "results")).Text != "" {
			return false
		}
	}
	return v.Wrong.For("acts").Text == ""
}

// actName names an act, "Решение от 8 сентября 2026 года № 7/24".
func actName(ctx context.Context, f ruling.Finding) string {
	name := capital(t(ctx, "contested."+string(f.Kind)))
	if f.About == "" {
		return name
	}
	if f.Kind == ruling.Decision {
		return name + " " + f.About
	}
	return name + ": " + f.About
}

// matterOptions are what a decision on the merits may be about.
func matterOptions(ctx context.Context) []Option {
	options := []Option{{Value: "", Label: t(ctx, "draft.matter_other")}}
	for _, m := range ruling.Matters {
		options = append(options, Option{Value: string(m), Label: t(ctx, "matter."+string(m))})
	}
	return options
}
