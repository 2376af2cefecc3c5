package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"path/filepath"
	"strings"

	"redress/internal/document"
	"redress/internal/pdf"
)

// demoAttachment makes a small real file of the kind its name promises.
func demoAttachment(name string) io.Reader {
	var file bytes.Buffer
	picture := image.NewGray(image.Rect(0, 0, 320, 200))
	for i := range picture.Pix {
		picture.Pix[i] = color.Gray{Y: uint8(i % 251)}.Y // #nosec G115 -- below 251
	}
	var err error
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jpg", ".jpeg":
		err = jpeg.Encode(&file, picture, nil)
	case ".png":
		err = png.Encode(&file, picture)
	case ".pdf":
		err = pdf.Render(&file, document.Paper{Title: name, ActName: "ПРИЛОЖЕНИЕ", Body: document.Body{document.P(document.Text("Вымышленный документ к жалобе: " + name))}})
	case ".mp4", ".mov":
		file.WriteString("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\x00\x00\x00\x08free")
	default:
		file.WriteString("Вымышленное приложение к жалобе: " + name + "\n")
	}
	if err != nil {
		return strings.NewReader("") // an empty file is refused by name
	}
	return &file
}
