package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"redress/internal/calendar"
)

// TestNamesDecline: the command prints six cases with what it is sure of, and refuses
// what is no name.
func TestNamesDecline(t *testing.T) {
	for _, row := range []struct {
		name, gender     string
		genitive, person string
		sure             bool
	}{
		{"Заяц Лев Ильич", "", "Зайца Льва Ильича", "masculine", true},
		{"Рябина Анна Ивановна", "", "Рябины Анны Ивановны", "feminine", false},
		{"Петренко П. П.", "", "Петренко П. П.", "unknown", true},
		{"Ким Жасмин", "feminine", "Ким Жасмин", "feminine", true},
	} {
		var out bytes.Buffer
		if err := (declineCommand{Name: row.name, Gender: row.gender}).decline(&out); err != nil {
			t.Fatalf("%s: %v", row.name, err)
		}
		var got struct {
			Nominative, Genitive, Gender string
			Sure                         bool
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v", row.name, err)
		}
		if got.Nominative != row.name || got.Genitive != row.genitive || got.Gender != row.person || got.Sure != row.sure {
			t.Errorf("%s: %+v, want %+v", row.name, got, row)
		}
	}
	for _, name := range []string{"", "   ", "- -", "Иванов 2", "Иванов <Иван>", strings.Repeat("а", 201), "\xff\xfe", "Иванов\nИван"} {
		if err := (declineCommand{Name: name}).decline(&bytes.Buffer{}); err == nil {
			t.Errorf("%q is taken for a name", name)
		}
	}
}

func TestNamesDate(t *testing.T) {
	var out bytes.Buffer
	if err := (dateCommand{Day: calendar.Day(2026, 11, 21)}).write(&out); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(out.String(), "\n"); lines[0] != "21\u00a0ноября 2026\u00a0года" || lines[2] != "двадцать первого ноября две тысячи двадцать шестого года" {
		t.Errorf("the date is written %q", lines)
	}
	if err := (dateCommand{}).write(&out); err == nil {
		t.Error("no day is written in words")
	}
}
