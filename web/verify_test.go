package web

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// checks sends the form of /verify as a browser does.
func (b *browser) checks(number string, file []byte) *httptest.ResponseRecorder {
	b.h.t.Helper()
	return b.brings("/verify", url.Values{"number": {number}}, map[string][]byte{verifyFile: file})
}

// TestVerify: anybody checks a signed ruling by its code, its number and its file, and is
// told of a file that was changed; nothing of its text is shown, and nothing is kept.
func TestVerify(t *testing.T) {
	h := filled(t)
	numbers := h.settledMatter(t)
	citizen := h.visitor()
	file := h.signIn("member").get("/papers/" + numbers[":paper"] + ".pdf").Body.Bytes()
	var address, number, name string
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT p.data ->> 'code', r.number, c.complainant FROM papers p JOIN rulings r ON r.id = p.ruling_id JOIN complaints c ON c.id = r.complaint_id
		WHERE p.id = $1`, whole(numbers[":paper"])).Scan(&address, &number, &name))
	code := address[strings.LastIndex(address, "/")+1:]
	if !strings.HasPrefix(address, "https://complaints.example/verify/") || len(code) != 16 {
		t.Fatalf("the paper bears the address %q", address)
	}
	changed := bytes.Clone(file)
	changed[len(changed)/2] ^= 1
	before := h.rows()
	for _, row := range []struct {
		name, number string
		file         []byte
		want         []string
	}{
		{"by its code", code, nil, []string{"Такой документ комиссия выдала", "Решение № " + number, "Уставов У. В.", "Реестрова Р. Е.", "подтверждено паролем", "Жалоб на это решение нет"}},
		{"by its code in groups", strings.ToUpper(code[:4] + "-" + code[4:8] + " " + code[8:]), nil, []string{"Такой документ комиссия выдала"}},
		{"by its whole address", address, nil, []string{"Такой документ комиссия выдала"}},
		{"by the address with a language", address + "?lang=en", nil, []string{"Такой документ комиссия выдала"}},
		{"by its number", "№ " + number, nil, []string{"Такой документ комиссия выдала"}},
		{"by its file", "", file, []string{"Документ выдан комиссией и не изменён"}},
		{"by its number and its file", number, file, []string{"Документ выдан комиссией и не изменён"}},
		{"a changed file with its number", number, changed, []string{"Файл изменён"}},
		{"a changed file alone", "", changed, []string{"Такого документа нет", "Введите ещё и номер"}},
		{"another number", "999/9", nil, []string{"Такого документа нет"}},
		{"another code", "aaaaaaaaaaaaaaaa", nil, []string{"Такого документа нет"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := citizen.checks(row.number, row.file)
			sees(t, w, 200, row.want...)
			if strings.Contains(shown(w), name) {
				t.Errorf("R-028: the check names the complainant %s", name)
			}
		})
	}
	sees(t, citizen.get("/verify/"+code), 200, "Такой документ комиссия выдала")
	sees(t, citizen.get("/verify"), 200, "Проверка документа")
	sees(t, citizen.checks("", nil), 422, "Введите номер с документа или выберите файл")
	sees(t, citizen.checks("", make([]byte, verifiedBytes+uploadSlack+1)), 422, "Файл больше 20 МБ")
	h.unchanged(t, before)
}
