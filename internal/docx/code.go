package docx

import (
	"fmt"

	"rsc.io/qr"

	"redress/internal/document"
)

const (
	codeSide     = 792_000 // 22 mm in the unit of drawings, with the white rim of the code
	drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/"
)

// codePicture returns the QR code of the paper as a picture; nil where it has none.
func codePicture(p document.Paper) ([]byte, error) {
	if p.Code == "" {
		return nil, nil
	}
	code, err := qr.Encode(p.Code, qr.M)
	if err != nil {
		return nil, fmt.Errorf("drawing the QR code of %d letters: %w", len(p.Code), err)
	}
	return code.PNG(), nil
}

// codeAnchor places the QR code at the lower right of the sheet that the first
// paragraph stands on, with no text beside it (ГОСТ Р 7.0.97-2025, the requisite of
// the code).
func codeAnchor(p document.Paper) string {
	if p.Code == "" {
		return ""
	}
	m := &markup{}
	m.add(`<w:r><w:drawing><wp:anchor xmlns:wp="%[1]swordprocessingDrawing" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="0" allowOverlap="0"><wp:simplePos x="0" y="0"/>`, drawingSpace)
	m.add(`<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH><wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>`)
	m.add(`<wp:extent cx="%[1]d" cy="%[1]d"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="QR" descr="%[2]s"/><wp:cNvGraphicFramePr/>`, codeSide, escaped(p.CodeWords()))
	m.add(`<a:graphic xmlns:a="%[1]smain"><a:graphicData uri="%[1]spicture"><pic:pic xmlns:pic="%[1]spicture"><pic:nvPicPr><pic:cNvPr id="1" name="QR" descr="%[2]s"/><pic:cNvPicPr/></pic:nvPicPr>`, drawingSpace, escaped(p.CodeWords()))
	m.add(`<pic:blipFill><a:blip r:embed="image"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[1]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`, codeSide)
	return m.String()
}
