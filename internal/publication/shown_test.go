package publication

import (
	"testing"

	"redress/internal/identity"
)

func TestShownNamesNobody(t *testing.T) {
	k := Known{Complainant: identity.Name{Surname: "Новосёлов", Given: "Никита", Patronymic: "Никитич"}, Others: []string{"Громыхалова Пелагея Ивановна"},
		Official: []string{"УИК № 9001"}}
	for _, row := range []struct{ text, want string }{
		{"Комиссия закрыта в приёмные часы", "Комиссия закрыта в приёмные часы"},
		{"УИК № 9001 не включила Новосёлова в список", "УИК № 9001 не включила [персональные данные] в список"},
		{"Жалоба Новосёлова Н. Н. и Громыхаловой", "Жалоба [персональные данные] и [персональные данные]"},
		{"Отказ семье по адресу: ул. Ломаная, д. 7, кв. 19", "Отказ семье по адресу: [адрес]"},
	} {
		got, err := Shown(row.text, k)
		if err != nil || got != row.want {
			t.Errorf("Shown(%q) = %q, %v, want %q", row.text, got, err, row.want)
		}
	}
}
