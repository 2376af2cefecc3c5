package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
)

// trackCookie lets a browser follow one complaint for a while.
const trackCookie = "redress_track"

// trackLasts is how long number and code need not be typed again.
const trackLasts = 2 * time.Hour

// A pass is eight bytes of the complaint, eight of the instant it ends, and a MAC
// over both: the server need not remember whom it let in.
const passBytes = 16

// passFor returns the pass to a complaint until an instant.
func (s *Server) passFor(id complaint.ID, until time.Time) string {
	pass := binary.BigEndian.AppendUint64(nil, uint64(id))           // #nosec G115 -- the bits come back as they went
	pass = binary.BigEndian.AppendUint64(pass, uint64(until.Unix())) // #nosec G115 -- an instant of this century
	return base64.RawURLEncoding.EncodeToString(s.sealed(pass[:passBytes]))
}

// sealed returns a pass with its MAC behind it.
func (s *Server) sealed(pass []byte) []byte {
	mac := hmac.New(sha256.New, s.TrackKey)
	mac.Write([]byte("redress/track/1"))
	mac.Write(pass)
	return mac.Sum(pass[:len(pass):len(pass)])
}

// passed returns the complaint a pass opens at an instant, or false.
func (s *Server) passed(pass string, at time.Time) (complaint.ID, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(pass)
	if err != nil || len(raw) < passBytes || !hmac.Equal(raw, s.sealed(raw[:passBytes])) {
		return 0, false
	}
	id := complaint.ID(binary.BigEndian.Uint64(raw))               // #nosec G115 -- as it was written
	until := time.Unix(int64(binary.BigEndian.Uint64(raw[8:])), 0) // #nosec G115 -- as it was written
	return id, at.Before(until)
}

// letTrack has the browser follow the complaint.
func (s *Server) letTrack(c echo.Context, id complaint.ID) {
	s.setSecret(c, trackCookie, s.passFor(id, time.Now().Add(trackLasts)), int(trackLasts.Seconds()))
}

// tracked returns the complaint the browser follows.
func (s *Server) tracked(c echo.Context) (complaint.ID, bool) {
	cookie, err := c.Cookie(s.ownCookie(trackCookie))
	if err != nil {
		return 0, false
	}
	return s.passed(cookie.Value, time.Now())
}
