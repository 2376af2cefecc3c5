package main

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"
)

// Config is every setting there is. Each is a flag and an environment variable; a
// secret may also come from a file whose path is in the variable with _FILE added.
type Config struct {
	Listen      string        `help:"HOST:PORT to listen on." env:"REDRESS_LISTEN" default:"127.0.0.1:8080"`
	Data        string        `help:"Folder of everything Redress keeps: database, attachments, letters, server key." env:"REDRESS_DATA" type:"path" placeholder:"DIR"`
	BaseURL     string        `help:"Address that people use, for links in letters. Default: http:// and the listening address." env:"REDRESS_BASE_URL" placeholder:"URL" name:"base-url"`
	DatabaseURL string        `help:"A PostgreSQL of yours, instead of the embedded one." env:"REDRESS_DATABASE_URL" placeholder:"URL" name:"database-url" secret:""`
	PGBin       string        `help:"Folder of PostgreSQL's programs for the embedded one. Default: the newest found." env:"REDRESS_PG_BIN" type:"path" name:"pg-bin" placeholder:"DIR"`
	Secret      string        `help:"Server key, 32 bytes in base64. Default: made once, kept in DATA/secret.key." env:"REDRESS_SECRET" secret:""`
	Proxies     string        `help:"Networks of the own reverse proxies whose X-Forwarded-For is believed, with commas between." env:"REDRESS_PROXIES" placeholder:"CIDR,…"`
	Filings     int           `help:"Complaints one network may send in an hour; 0 for as many as come. Staff are not counted." env:"REDRESS_FILINGS_PER_HOUR" default:"60" name:"filings-per-hour"`
	Uploads     int           `help:"Loads of files one network may send in an hour; 0 for as many as come." env:"REDRESS_UPLOADS_PER_HOUR" default:"300" name:"uploads-per-hour"`
	Hold        time.Duration `help:"How long both signatures on a ruling can be taken back before it goes out." env:"REDRESS_HOLD" default:"10m"`
	TimeStamps  string        `help:"Service of time stamps (RFC 3161) for signatures that are made here." env:"REDRESS_TIME_STAMPS" placeholder:"URL" name:"time-stamps"`
	LogLevel    string        `help:"debug, info, warn or error." env:"REDRESS_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" name:"log-level"`

	S3   S3Config   `embed:"" prefix:"s3-" envprefix:"REDRESS_S3_"`
	SMTP SMTPConfig `embed:"" prefix:"smtp-" envprefix:"REDRESS_SMTP_"`
}

// S3Config says where attachments are kept when not in the data folder.
type S3Config struct {
	Endpoint  string `help:"HOST:PORT of an S3 server; attachments go there instead of the data folder." env:"ENDPOINT" placeholder:"HOST:PORT"`
	Bucket    string `help:"The bucket; it must exist." env:"BUCKET"`
	Region    string `help:"Its region. Default: us-east-1." env:"REGION"`
	Secure    string `help:"true for TLS. Default: true." env:"SECURE" placeholder:"true|false"`
	AccessKey string `help:"Who we are there." env:"ACCESS_KEY" name:"access-key" secret:""`
	SecretKey string `help:"The key to it." env:"SECRET_KEY" name:"secret-key" secret:""`
}

// SMTPConfig says how letters are sent; without a host they go to a folder.
type SMTPConfig struct {
	Host     string `help:"Mail server; without one letters are put into DATA/letters as .eml." env:"HOST"`
	Port     string `help:"Its port. Default: 587." env:"PORT"`
	TLS      string `help:"starttls, tls or none. Default: starttls." env:"TLS" placeholder:"starttls|tls|none"`
	User     string `help:"Account there, if it wants one." env:"USER"`
	Password string `help:"Its password." env:"PASSWORD" secret:""`
	From     string `help:"Sender's address." env:"FROM"`
}

// settle reads secrets from files and fills in what depends on something else.
func (c *Config) settle() error {
	for _, part := range []struct {
		fields any
		prefix string
	}{{c, ""}, {&c.S3, "REDRESS_S3_"}, {&c.SMTP, "REDRESS_SMTP_"}} {
		if err := readSecrets(part.fields, part.prefix); err != nil {
			return err
		}
	}
	if c.Data == "" {
		c.Data = usualData()
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Listen
	}
	return nil
}

// readSecrets sets every field marked secret whose variable's _FILE names a file.
func readSecrets(fields any, prefix string) error {
	v := reflect.ValueOf(fields).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if _, secret := field.Tag.Lookup("secret"); !secret {
			continue
		}
		name := prefix + field.Tag.Get("env") + "_FILE"
		path := os.Getenv(name)
		if path == "" || v.Field(i).String() != "" {
			continue
		}
		raw, err := os.ReadFile(path) // #nosec G304 G703 -- the operator names the file
		if err != nil {
			return fmt.Errorf("reading the secret that %s names: %w", name, err)
		}
		v.Field(i).SetString(strings.TrimSpace(string(raw)))
	}
	return nil
}

// usualData is the data folder where none is named.
func usualData() string {
	if os.Geteuid() == 0 {
		return "/var/lib/redress"
	}
	if state := os.Getenv("XDG_STATE_HOME"); state != "" {
		return filepath.Join(state, "redress")
	}
	return filepath.Join(os.Getenv("HOME"), ".local", "state", "redress")
}

// secret returns the server key, making it in the data folder the first time.
func (c *Config) secret() ([]byte, error) {
	if c.Secret != "" {
		key, err := base64.StdEncoding.DecodeString(c.Secret)
		if err != nil || len(key) < 32 {
			return nil, errors.New("REDRESS_SECRET must be at least 32 random bytes in base64, as `openssl rand -base64 32` prints them")
		}
		return key, nil
	}
	path := filepath.Join(c.Data, "secret.key")
	raw, err := os.ReadFile(path) // #nosec G304 -- in the operator's data folder
	if errors.Is(err, fs.ErrNotExist) {
		return makeSecret(path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the server key: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(key) < 32 {
		return nil, fmt.Errorf("the server key in %s is damaged: put the saved copy back, codes given out depend on it", path)
	}
	return key, nil
}

func makeSecret(path string) ([]byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key)                                                    // never fails
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // #nosec G304 -- in the operator's data folder
	if err != nil {
		return nil, fmt.Errorf("keeping the server key: %w", err)
	}
	_, err = file.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, fmt.Errorf("keeping the server key: %w", err)
	}
	return key, nil
}

// logger returns the log: JSON, a line each, without personal data.
func (c *Config) logger() *slog.Logger {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: levels[c.LogLevel]}))
}

// lines returns each setting by its variable with its value, secrets as set or not.
func (c *Config) lines() [][2]string {
	var lines [][2]string
	for _, part := range []struct {
		fields any
		prefix string
	}{{c, ""}, {&c.S3, "REDRESS_S3_"}, {&c.SMTP, "REDRESS_SMTP_"}} {
		v := reflect.ValueOf(part.fields).Elem()
		for i := range v.NumField() {
			field := v.Type().Field(i)
			name := field.Tag.Get("env")
			if name == "" {
				continue
			}
			value := fmt.Sprint(v.Field(i).Interface())
			if _, secret := field.Tag.Lookup("secret"); secret && value != "" {
				value = "(set)"
			}
			lines = append(lines, [2]string{part.prefix + name, value})
		}
	}
	return lines
}
