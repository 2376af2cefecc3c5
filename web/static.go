package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

//go:embed static
var staticFiles embed.FS

// staticFile is one own style, image or script, packed once at the start.
type staticFile struct {
	path        string // "/static/<hash>/redress.css": it changes with the content
	contentType string
	plain       []byte
	gzipped     []byte
}

// statics holds the files by their name.
var statics = sync.OnceValue(func() map[string]staticFile {
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	files := make(map[string]staticFile, len(entries))
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		plain, err := staticFiles.ReadFile(path.Join("static", entry.Name()))
		if err != nil {
			panic(err)
		}
		var packed bytes.Buffer
		w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is a valid one
		_, _ = w.Write(plain)                                      // a buffer never fails
		_ = w.Close()
		sum := sha256.Sum256(plain)
		files[entry.Name()] = staticFile{
			path:        "/static/" + hex.EncodeToString(sum[:8]) + "/" + entry.Name(),
			contentType: mime.TypeByExtension(path.Ext(entry.Name())), plain: plain, gzipped: packed.Bytes(),
		}
	}
	return files
})

// asset returns the address of a static file.
func asset(name string) string { return statics()[name].path }

// file handles GET /static/:hash/:file. The address holds the digest of the
// content, so whoever has it once never has to ask again.
func (s *Server) file(c echo.Context) error {
	file, ok := statics()[c.Param("file")]
	if !ok || c.Request().URL.Path != file.path {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	content := file.plain
	if strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content = file.gzipped
	}
	return c.Blob(http.StatusOK, file.contentType, content)
}
