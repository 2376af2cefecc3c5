package pdf

import (
	"encoding/binary"
	"fmt"
)

// fontTables returns the tables of a TrueType file by their tags.
func fontTables(data []byte) (map[string][]byte, error) {
	const directory, record = 12, 16
	if len(data) < directory {
		return nil, fmt.Errorf("a font of %d bytes", len(data))
	}
	n := int(binary.BigEndian.Uint16(data[4:]))
	if len(data) < directory+n*record {
		return nil, fmt.Errorf("the directory of %d tables is cut short", n)
	}
	tables := make(map[string][]byte, n)
	for i := range n {
		r := data[directory+i*record:]
		from := int(binary.BigEndian.Uint32(r[8:]))
		to := from + int(binary.BigEndian.Uint32(r[12:]))
		if from > to || to > len(data) {
			return nil, fmt.Errorf("table %q lies outside the file", r[:4])
		}
		tables[string(r[:4])] = data[from:to:to]
	}
	return tables, nil
}

type fontTable struct {
	tag  string
	data []byte
}

// checkSumConstant is what all words of a font file add up to.
const checkSumConstant = 0xb1b0afba

// fontFile puts tables, given in the order of their tags and "head" among them,
// into one file.
func fontFile(tables []fontTable) []byte {
	n := len(tables)
	log := 0
	for 2<<log <= n {
		log++
	}
	file := []byte{0, 1, 0, 0}
	for _, v := range []int{n, 16 << log, log, 16 * (n - 1<<log)} {
		file = binary.BigEndian.AppendUint16(file, uint16(v))
	}
	offset := len(file) + 16*n
	for _, t := range tables {
		file = append(file, t.tag...)
		file = binary.BigEndian.AppendUint32(file, checkSum(t.data))
		file = binary.BigEndian.AppendUint32(file, uint32(offset))
		file = binary.BigEndian.AppendUint32(file, uint32(len(t.data)))
		offset += (len(t.data) + 3) &^ 3
	}
	head := 0
	for _, t := range tables {
		if t.tag == "head" {
			head = len(file)
		}
		file = append(file, t.data...)
		for len(file)%4 != 0 {
			file = append(file, 0)
		}
	}
	binary.BigEndian.PutUint32(file[head+8:], checkSumConstant-checkSum(file))
	return file
}

func checkSum(data []byte) uint32 {
	var sum uint32
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}
