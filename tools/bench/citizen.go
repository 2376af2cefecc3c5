package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync/atomic"
)

// statement is what the citizen writes: 3 KB of text.
var statement = strings.Repeat("В помещении для голосования наблюдателю отказали в праве видеть работу с бюллетенями. ", 19)

// answers are what the citizen answers, by question.
var answers = map[string]url.Values{
	"contested": {"contested": {"action"}},
	"when":      {"day": {"yesterday"}},
	"earlier":   {"earlier": {"none"}},
	"what":      {"text": {statement}},
	"ask":       {"ask": {"unlawful"}},
	"who": {"surname": {"Образцова"}, "given": {"Ольга"}, "patronymic": {"Олеговна"}, "role": {"voter"},
		"reply_by": {"email"}, "email": {"obraztsova@example.org"}},
}

// precinct is the number that the citizen finds the commission complained about by.
const precinct = "9001"

// serial makes the files of a run differ from each other.
var serial atomic.Int64

// citizen is somebody who files a complaint in a browser.
type citizen struct {
	*browser
	fileSize int64
	pages    bool   // every page is read, as a person does; else only forms are sent
	found    string // the commission's choice on the form; looked up once
}

var choice = regexp.MustCompile(`name="respondent"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="respondent"`)

// lookUp finds the commission complained about, as the page of the form offers it.
func (z *citizen) lookUp(ctx context.Context) error {
	a, err := z.get(ctx, "/file/commission?q="+precinct)
	if err != nil {
		return err
	}
	m := choice.FindStringSubmatch(a.page)
	if m == nil {
		return errors.New("the form offers no commission for " + precinct)
	}
	z.found = m[1] + m[2]
	return nil
}

// fillIn answers question after question, wherever the form leads, until it asks for
// the stop; there it returns.
func (z *citizen) fillIn(ctx context.Context, at, stop string) (string, error) {
	for range 20 {
		if z.pages {
			if _, err := z.get(ctx, at); err != nil {
				return at, err
			}
		}
		question := path.Base(at)
		if question == stop {
			return at, nil
		}
		next, err := z.answer(ctx, question)
		if err != nil {
			return at, fmt.Errorf("answering %s: %w", question, err)
		}
		at = next
	}
	return at, errors.New("the form leads in a circle at " + at)
}

// answer sends the answer to one question and returns where it leads.
func (z *citizen) answer(ctx context.Context, question string) (string, error) {
	switch question {
	case "commission":
		if z.found == "" || z.pages {
			if err := z.lookUp(ctx); err != nil {
				return "", err
			}
		}
		return z.post(ctx, "/file/commission", url.Values{"q": {precinct}, "respondent": {z.found}})
	case "files":
		return z.browser.upload(ctx, "/file/files", upload{fields: map[string]string{"next": "1"}, name: "files", serial: serial.Add(1), size: z.fileSize})
	}
	form, known := answers[question]
	if !known {
		return "", errors.New("the form asks what the bench has no answer to")
	}
	return z.post(ctx, "/file/"+question, form)
}

// prepare answers everything but the file, whose turn may come anywhere in the form.
func (z *citizen) prepare(ctx context.Context) error {
	for question := range answers {
		if _, err := z.answer(ctx, question); err != nil {
			return fmt.Errorf("answering %s: %w", question, err)
		}
	}
	_, err := z.answer(ctx, "commission")
	z.leave() // the next request comes over a connection of its own, as the floor's does
	return err
}

// acknowledge sends the file and then the form: the two requests after which the
// complaint is in.
func (z *citizen) acknowledge(ctx context.Context) error {
	at, err := z.answer(ctx, "files")
	if err != nil {
		return fmt.Errorf("sending the file: %w", err)
	}
	if path.Base(at) != "check" {
		return errors.New("the form is not complete: it leads to " + at)
	}
	return z.send(ctx)
}

// send sends the form off.
func (z *citizen) send(ctx context.Context) error {
	at, err := z.post(ctx, "/file/check", url.Values{"agree": {"1"}})
	if err != nil {
		return fmt.Errorf("sending the form: %w", err)
	}
	if at != "/file/receipt" {
		return errors.New("sending led to " + at)
	}
	return nil
}

var publicNumber = regexp.MustCompile(`\b20\d\d-\d{4,}\b`)

// journey is the whole way, page by page, from the start page to the receipt.
func (z *citizen) journey(ctx context.Context) error {
	z.pages = true
	if _, err := z.get(ctx, "/"); err != nil {
		return err
	}
	first, err := z.get(ctx, "/file")
	if err != nil {
		return err
	}
	if _, err := z.fillIn(ctx, first.location, "check"); err != nil {
		return err
	}
	if err := z.send(ctx); err != nil {
		return err
	}
	receipt, err := z.get(ctx, "/file/receipt")
	if err != nil {
		return err
	}
	if !publicNumber.MatchString(receipt.page) {
		return errors.New("the receipt has no number")
	}
	return nil
}
