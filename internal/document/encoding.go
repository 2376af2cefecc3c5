package document

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// Digest returns the SHA-256 of the paper as it is stored. Two papers have the
// same digest exactly when they say the same, down to the last field.
func (p Paper) Digest() ([sha256.Size]byte, error) {
	data, err := json.Marshal(p)
	if err != nil {
		return [sha256.Size]byte{}, fmt.Errorf("encoding a paper: %w", err)
	}
	return sha256.Sum256(data), nil
}

// MarshalJSON writes every block with the kind it is read back by.
func (b Body) MarshalJSON() ([]byte, error) {
	type tagged struct {
		Kind  string `json:"kind"`
		Block Block  `json:"block"`
	}
	blocks := make([]tagged, len(b))
	for i, block := range b {
		if block == nil {
			return nil, fmt.Errorf("block %d of the text is missing", i)
		}
		blocks[i] = tagged{block.kind(), block}
	}
	return json.Marshal(blocks)
}

// UnmarshalJSON reads the blocks back and refuses a kind it does not know: a
// paper with a part left out would be another paper.
func (b *Body) UnmarshalJSON(data []byte) error {
	var blocks []struct {
		Kind  string          `json:"kind"`
		Block json.RawMessage `json:"block"`
	}
	if err := json.Unmarshal(data, &blocks); err != nil {
		return err
	}
	*b = make(Body, len(blocks))
	for i, tagged := range blocks {
		block, err := readBlock(tagged.Kind, tagged.Block)
		if err != nil {
			return fmt.Errorf("block %d of the text: %w", i, err)
		}
		(*b)[i] = block
	}
	return nil
}

func readBlock(kind string, data []byte) (Block, error) {
	switch kind {
	case Paragraph{}.kind():
		return read[Paragraph](data)
	case Heading{}.kind():
		return read[Heading](data)
	case Numbered{}.kind():
		return read[Numbered](data)
	case Quote{}.kind():
		return read[Quote](data)
	case Table{}.kind():
		return read[Table](data)
	}
	return nil, fmt.Errorf("unknown kind %q", kind)
}

func read[B Block](data []byte) (Block, error) {
	var block B
	err := json.Unmarshal(data, &block)
	return block, err
}
