package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"redress/internal/regulation"
	"redress/internal/vectors"
)

// rulesCommands are about the rules themselves. They need neither a database nor
// a running service.
type rulesCommands struct {
	Check   checkCommand    `cmd:"" help:"Hold the rules against examples worked out by hand; exit status 1 if anything is computed otherwise."`
	Explain explainCommands `cmd:"" help:"Print how one date or one vote comes about."`
}

// checkCommand runs files of vectors.
type checkCommand struct {
	Regulation string `enum:"izhmorsky,komi" default:"izhmorsky" help:"The ready regulation to compute by: izhmorsky, the model of a territorial commission, or komi, of a regional one."`

	Files []string `arg:"" name:"file" help:"Files of deadlines, votes or complaints with what is expected of them, or folders of such. Tables of commissions (.csv) and files of campaigns among them are what complaints may name."`
}

// readyRegulations are the profiles that come with the program.
var readyRegulations = map[string]regulation.Profile{"izhmorsky": regulation.Izhmorsky(), "komi": regulation.Komi()}

// Run prints every value that is computed otherwise than expected, and how many
// vectors passed.
func (k checkCommand) Run() error { return k.check(os.Stdout, os.Stderr) }

func (k checkCommand) check(out, complaints io.Writer) error {
	papers, unread := k.gather(complaints)
	world, err := vectorWorld()
	if err != nil {
		return err
	}
	world.Profile = readyRegulations[k.Regulation]
	vectored := papers[:0]
	for _, p := range papers {
		switch furnished, err := p.furnish(world); {
		case err != nil:
			unread += p.say(complaints, err)
		case !furnished:
			vectored = append(vectored, p)
		}
	}
	passed, failed := 0, 0
	for _, p := range vectored {
		results, err := vectors.Check(p.raw, world)
		if err != nil {
			unread += p.say(complaints, err)
			continue
		}
		for _, r := range results {
			if r.Passed() {
				passed++
				continue
			}
			failed++
			tell(out, p.path, r)
		}
	}
	if _, err := fmt.Fprintf(out, "%d passed, %d failed\n", passed, failed); err != nil {
		return fmt.Errorf("printing the result: %w", err)
	}
	switch {
	case failed > 0:
		return errors.New("the rules compute something else than the vectors expect")
	case unread > 0:
		return errors.New("not every file could be read")
	case passed == 0:
		return errors.New("no vectors were found")
	}
	return nil
}

// tell prints what is wrong with one vector, a line for each value.
func tell(out io.Writer, path string, r vectors.Result) {
	name := r.ID
	if r.Rule != "" {
		name += " (" + string(r.Rule) + ")"
	}
	if r.Err != nil {
		_, _ = fmt.Fprintf(out, "%s: %s: %s\n", path, name, r.Err) // the last line's fault is told
	}
	for _, m := range r.Mismatches {
		_, _ = fmt.Fprintf(out, "%s: %s: %s: expected %s, computed %s\n", path, name, m.Field, m.Expected, m.Computed)
	}
}

// vectorFile is one file as it was read.
type vectorFile struct {
	path  string
	raw   []byte
	named bool // on the command line, and not found in a folder
}

// furnish lets a file of campaigns or commissions into the world and reports whether
// it was one.
func (p vectorFile) furnish(world *vectors.World) (bool, error) {
	if strings.EqualFold(filepath.Ext(p.path), ".csv") {
		return true, world.AddCommissions(bytes.NewReader(p.raw))
	}
	if kind, err := vectors.KindOf(p.raw); err != nil || kind != vectors.Campaigns {
		return false, nil //nolint:nilerr // checking it tells what is wrong
	}
	return true, world.AddCampaigns(p.raw)
}

// say prints why a file was not read and returns 1, or 0 where a folder happens to
// hold a file of another kind.
func (p vectorFile) say(complaints io.Writer, err error) int {
	if !p.named && (errors.Is(err, vectors.ErrNoVectors) || errors.Is(err, vectors.ErrNoCommissions)) {
		_, _ = fmt.Fprintf(complaints, "%s: left out: %s\n", p.path, err)
		return 0
	}
	_, _ = fmt.Fprintf(complaints, "%s: %s\n", p.path, err)
	return 1
}

// gather reads all files, those of folders in the order of their names, and returns
// how many could not be read.
func (k checkCommand) gather(complaints io.Writer) (list []vectorFile, unread int) {
	for _, path := range k.Files {
		info, err := os.Stat(path)
		if err == nil && info.IsDir() {
			found, err := folderFiles(path)
			list = append(list, found...)
			if err != nil {
				unread += vectorFile{path: path, named: true}.say(complaints, err)
			}
			continue
		}
		file := vectorFile{path: path, named: true}
		if err == nil {
			file.raw, err = readVectors(os.DirFS(filepath.Dir(path)), filepath.Base(path))
		}
		if err != nil {
			if cause := errors.Unwrap(err); cause != nil { // the path stands before it already
				err = cause
			}
			unread += file.say(complaints, err)
			continue
		}
		list = append(list, file)
	}
	return list, unread
}

// mostVectors is the most bytes a file of examples may have. The whole set of a
// commission has some thousands.
const mostVectors = 32 << 20

// readVectors reads a file of examples, no more of it than one may have.
func readVectors(folder fs.FS, name string) ([]byte, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	raw, err := io.ReadAll(io.LimitReader(file, mostVectors+1))
	if err == nil && len(raw) > mostVectors {
		err = fmt.Errorf("it is larger than %d MB: no file of vectors is, name the parts of it one by one", mostVectors>>20)
	}
	return raw, err
}

// folderFiles reads the .json and .csv files under a folder.
func folderFiles(folder string) ([]vectorFile, error) {
	var list []vectorFile
	tree := os.DirFS(folder) // goes through a link that names a folder, which WalkDir by itself does not
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		ext := strings.ToLower(filepath.Ext(path))
		if err != nil || entry.IsDir() || ext != ".json" && ext != ".csv" {
			return err
		}
		raw, err := readVectors(tree, path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		list = append(list, vectorFile{path: filepath.Join(folder, filepath.FromSlash(path)), raw: raw})
		return nil
	})
	return list, err
}

// vectorWorld is the world of the demonstration's invented papers, to which files
// named on the command line add their own.
func vectorWorld() (*vectors.World, error) {
	world := vectors.NewWorld()
	campaigns, err := demoFiles.ReadFile("demo/campaigns.json")
	if err == nil {
		err = world.AddCampaigns(campaigns)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the campaigns: %w", err)
	}
	commissions, err := demoFiles.ReadFile("demo/commissions-demo.csv")
	if err == nil {
		err = world.AddCommissions(bytes.NewReader(commissions))
	}
	if err != nil {
		return nil, fmt.Errorf("reading the commissions: %w", err)
	}
	return world, nil
}
