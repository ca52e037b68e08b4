package main

import (
	"bytes"
	"strings"
	"testing"
)

// The bar is drawn on a terminal alone, and leaves nothing behind.
func TestTheBar(t *testing.T) {
	var out bytes.Buffer
	if b := newBar(&out, "a.zip", 100); b.out != nil {
		t.Error("a buffer is no terminal")
	}
	b := &bar{out: &out, name: "apc260102.zip", size: 200}
	b.show(50, hashing)
	if got := out.String(); !strings.HasSuffix(got, "]  25 %  checksum") {
		t.Errorf("drawn: %q", got)
	}
	b.clear()
	out.Reset()
	b.show(100, 1234)
	b.show(150, 2345) // too soon to be drawn again
	if got := out.String(); got != "\rapc260102.zip [###############...............]  50 %  1234 records, 0 a second" {
		t.Errorf("drawn: %q", got)
	}
	drawn := out.Len() - 1
	out.Reset()
	b.clear()
	b.clear()
	if got := out.String(); got != "\r"+strings.Repeat(" ", drawn)+"\r" {
		t.Errorf("cleared by %q", got)
	}
	out.Reset()
	b.show(300, 5) // more than its size
	if !strings.Contains(out.String(), "] 100 %") {
		t.Errorf("drawn: %q", out.String())
	}
}
