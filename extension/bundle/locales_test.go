package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A translator adds one folder and touches nothing else: here a language of
// accented English, in a copy of what speaks.
func TestALanguageIsOneMoreFolder(t *testing.T) {
	source := t.TempDir()
	for _, folder := range []string{"src/shared", "static/_locales"} {
		if err := os.CopyFS(filepath.Join(source, folder), os.DirFS(filepath.Join("..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, content string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(source, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(source, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("static/_locales/en_XA/messages.json", `{"ext_name": {"message": "[Ćļéàŕļíšţ]", "description": "for translators"}}`)
	write("src/main.ts", `import { t, useLanguage } from "./shared/i18n.ts"; useLanguage("en-XA"); console.log(t("ext_name"));`)

	b := build{source: source}
	scripts, err := b.scripts(map[string]string{"main": "src/main.ts"})
	if err != nil {
		t.Fatal(err)
	}
	script := string(scripts["main.js"])
	for _, part := range []string{`"en-XA"`, "[Ćļéàŕļíšţ]", `"zh-CN"`} {
		if !strings.Contains(script, part) {
			t.Errorf("the bundle has no %s", part)
		}
	}
	if strings.Contains(script, "for translators") {
		t.Error("the bundle carries what only translators need")
	}
}
