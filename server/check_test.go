package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"clearlist/wasm/list"
)

// checkText runs check over a text, against the lists built in.
func checkText(t *testing.T, text string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), []string{"check", "--as-of", "2026-11-24"}, strings.NewReader(text), &out, io.Discard)
	return out.String(), err
}

// Each line comes with its own id, whichever processor was done first.
func TestAnswersKeepTheOrderOfQuestions(t *testing.T) {
	const lines = 3000
	var in strings.Builder
	for i := range lines {
		title := "fan"
		if i%7 == 0 { // some take far longer than others
			title = strings.Repeat("compatible with Velcro straps ", 30)
		}
		fmt.Fprintf(&in, `{"id":"%d","title":%q}`+"\n", i, title)
	}
	out, err := checkText(t, in.String())
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, fmt.Sprintf(`{"id":"%d",`, i)) {
			t.Fatalf("answer %d is %.40s", i, line)
		}
		i++
	}
	if i != lines {
		t.Errorf("%d answers", i)
	}
}

func TestLongLines(t *testing.T) {
	fill := func(n int) string { return `{"title":"fine","unknown":"` + strings.Repeat("x", n-29) + `"}` }
	for _, c := range []struct {
		name, line, want string
	}{
		{"as long as a line may be", fill(maxLine), `{"id":"","verdict":"none"`},
		{"a byte longer", fill(maxLine + 1), `{"line":1,"error":"the line is over 4194304 bytes"}`},
		{"many times longer", fill(10 * maxLine), `{"line":1,"error":"the line is over 4194304 bytes"}`},
		{"a field as long as it may be", `{"title":"` + strings.Repeat("🌀", 100_000) + `"}`, `{"id":"","verdict":`},
		{"a field a character longer", `{"title":"` + strings.Repeat("🌀", 100_000) + `a"}`, `{"line":1,"error":"title: over 200000 UTF-16 units"}`},
		{"too many bullets", `{"title":"a","bullets":[` + strings.Repeat(`"b",`, 2048) + `"b"]}`, `{"line":1,"error":"bullets: over 2048 strings"}`},
		{"deep nesting", `{"title":"a","x":` + strings.Repeat("[", 20_000) + `}`, `{"line":1,"error":"not JSON: `},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := checkText(t, c.line+"\n"+`{"id":"next","title":"fine"}`)
			first, rest, _ := strings.Cut(out, "\n")
			if !strings.HasPrefix(first, c.want) {
				t.Errorf("got %.100s", first)
			}
			if !strings.HasPrefix(rest, `{"id":"next",`) {
				t.Errorf("the next line: %.100s", rest)
			}
			if refused := strings.Contains(c.want, "error"); refused != errors.Is(err, errSomeRefused) {
				t.Errorf("ends with %v", err)
			}
		})
	}
}

// A program at both ends asks, waits for the answer, and asks again.
func TestAnAnswerDoesNotWaitForTheNextQuestion(t *testing.T) {
	askIn, ask := io.Pipe()
	answers, answerOut := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- run(context.Background(), []string{"check"}, askIn, answerOut, io.Discard) }()
	r := bufio.NewReader(answers)
	for i := range 5 {
		fmt.Fprintf(ask, `{"id":"%d","title":"fan"}`+"\n", i)
		line, err := r.ReadString('\n')
		if err != nil || !strings.HasPrefix(line, fmt.Sprintf(`{"id":"%d",`, i)) {
			t.Fatalf("answer %d: %.40s, %v", i, line, err)
		}
	}
	ask.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAReaderThatLeavesEndsItQuietly(t *testing.T) {
	in := strings.NewReader(strings.Repeat(`{"title":"fan"}`+"\n", 100_000))
	command := exec.Command("clearlist", "check")
	var said bytes.Buffer
	command.Stdin, command.Stderr = in, &said
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	out.Close()
	command.Wait() //nolint:errcheck // 0, or ended by the signal: both are quiet
	if said.Len() > 0 {
		t.Errorf("said %s", said.String())
	}
}

func TestAFullDiskIsTold(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	err = run(context.Background(), []string{"check"}, strings.NewReader(`{"title":"fan"}`), full, io.Discard)
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
}

// Whatever a line holds, it is answered by one line of JSON.
func FuzzCheck(f *testing.F) {
	screener, err := openScreener("")
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`{"id":"1","title":"Vel-cro straps","bullets":["a",null]}`))
	f.Add([]byte("{\"title\":\"\xff Velcro \\ud800\"}"))
	f.Add([]byte(`{"title":{}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		var out bytes.Buffer
		err := answerLines(bytes.NewReader(line), &out, func(line []byte) ([]byte, error) { return checkLine(line, screener, nil, list.DateOf(2026, 11, 24)) })
		if err != nil && !errors.Is(err, errSomeRefused) {
			t.Fatal(err)
		}
		asked := bytes.Count(line, []byte("\n"))
		if len(line) > 0 && line[len(line)-1] != '\n' {
			asked++
		}
		if got := bytes.Count(out.Bytes(), []byte("\n")); got != asked {
			t.Fatalf("%d answers to %d lines", got, asked)
		}
		for answer := range bytes.Lines(out.Bytes()) {
			if !json.Valid(answer) {
				t.Fatalf("not JSON: %s", answer)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	screener, err := openScreener("")
	if err != nil {
		b.Fatal(err)
	}
	line := `{"id":"1","marketplace":"amazon.com","category":"Kitchen","brand":"Zibo","title":"Zibo silicone lids, set of 6, fits bowls and pots","bullets":["` +
		strings.Repeat("Reusable, easy to clean and compatible with most cups. ", 20) + `"]}` + "\n"
	in := strings.Repeat(line, b.N)
	b.SetBytes(int64(len(line)))
	b.ResetTimer()
	if err := answerLines(strings.NewReader(in), io.Discard, func(line []byte) ([]byte, error) { return checkLine(line, screener, nil, list.DateOf(2026, 11, 24)) }); err != nil {
		b.Fatal(err)
	}
}
