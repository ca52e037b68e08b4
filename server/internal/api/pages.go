package api

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/json"
	"golang.org/x/text/language"
)

//go:embed page.html page.css openapi.json
var pageFiles embed.FS

// pages are what the server itself writes for people.
type pages struct {
	minify   *minify.M
	template *template.Template
	style    []byte
	describe []byte // openapi.json
}

// newPages panics on a mistake in the files, which are part of the program.
func newPages() *pages {
	p := &pages{minify: minify.New()}
	p.minify.AddFunc("text/css", css.Minify)
	p.minify.Add("text/html", &html.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true})
	p.template = template.Must(template.ParseFS(pageFiles, "page.html"))
	style, err := pageFiles.ReadFile("page.css")
	if err == nil {
		p.style, err = p.minify.Bytes("text/css", style)
	}
	if err != nil {
		panic(err)
	}
	p.minify.AddFunc("application/json", json.Minify)
	if p.describe, err = pageFiles.ReadFile("openapi.json"); err == nil {
		p.describe, err = p.minify.Bytes("application/json", p.describe)
	}
	if err != nil {
		panic(err)
	}
	return p
}

// getDescription answers with what this server answers, in OpenAPI.
func (s *Server) getDescription(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", ask)
	w.Header().Set("ETag", "W/"+etag(s.pages.describe)) // weak: it may be compressed on its way
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.pages.describe))
	return nil
}

func (s *Server) getStyle(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", ask)
	w.Header().Set("ETag", "W/"+etag(s.pages.style)) // weak: it may be compressed on its way
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.pages.style))
	return nil
}

// A view is what the page shows.
type view struct {
	Say       *words
	Ready     bool
	Expired   bool
	Expires   string
	Lists     []listView
	Try       bool
	Extension string // a directory
	Firefox   string // a file
}

type listView struct {
	List
	File, Day, Age, Size, Sent, Shard string
}

func (s *Server) getIndex(w http.ResponseWriter, r *http.Request) error {
	words := wordsFor(r.Header.Get("Accept-Language"))
	now := s.config.Now()
	v := view{Say: words, Try: s.config.Try != ""}
	if s.config.Extension != "" {
		v.Extension = filepath.Join(s.config.Extension, "chromium")
		v.Firefox = filepath.Join(s.config.Extension, "firefox", "manifest.json")
	}
	if release := s.release.Load(); release != nil {
		v.Ready = true
		v.Expires = release.Expires.UTC().Format(time.DateOnly)
		v.Expired = release.Expires.Before(now)
		for _, l := range release.Lists {
			v.Lists = append(v.Lists, listView{
				List: l, File: strings.ToLower(strings.ReplaceAll(l.Name, ":", "-")) + ".pack", Day: l.AsOf.Format(time.DateOnly), Age: words.age(now.Sub(l.AsOf)),
				Size: size(l.Length), Sent: size(l.Brotli), Shard: size(l.Shard),
			})
		}
	}
	var page, short bytes.Buffer
	if err := s.pages.template.Execute(&page, v); err != nil {
		return err
	}
	if err := s.pages.minify.Minify("text/html", &short, &page); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", words.Language)
	h.Set("Cache-Control", ask)
	h.Add("Vary", "Accept-Language")
	w.Write(short.Bytes()) //nolint:errcheck // the client has gone
	return nil
}

// size is a number of bytes as people read it; "" for none.
func size(n int64) string {
	switch {
	case n == 0:
		return ""
	case n < 1000:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1_000_000:
		return strconv.FormatFloat(float64(n)/1000, 'f', 0, 64) + " kB"
	}
	return strconv.FormatFloat(float64(n)/1_000_000, 'f', 1, 64) + " MB"
}

// words are the page's wording in one language.
type words struct {
	Language                                       string
	Title, Lead, Privacy                           string
	Published, Nothing, Expired, Until             string
	List, Version, Terms, AsOf, Size, Compressed   string
	Deltas, Earlier, Details, Files                string
	Try, TryLead, TryLink                          string
	Load, Chromium, ChromiumPath, Gecko, GeckoPath string
	Verify, VerifyLead                             string
	today, yesterday, days                         string // days holds the number's place as #
}

// The languages the extension speaks; the first is for who speaks neither.
var (
	languages = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})
	allWords  = []*words{english, chinese}
)

func wordsFor(accept string) *words {
	if len(accept) > maxURL {
		accept = ""
	}
	_, i := language.MatchStrings(languages, accept)
	return allWords[i]
}

func (t *words) age(d time.Duration) string {
	switch days := int(d / (24 * time.Hour)); {
	case days <= 0: // or the lists' day has begun where their editors live
		return t.today
	case days == 1:
		return t.yesterday
	default:
		return string(bytes.ReplaceAll([]byte(t.days), []byte("#"), strconv.AppendInt(nil, int64(days), 10)))
	}
}

var english = &words{
	Language:     "en",
	Title:        "Clearlist",
	Lead:         "Signed lists of the words that invite an infringement complaint, for the Clearlist browser extension.",
	Privacy:      "What a seller writes never comes here: the extension fetches the lists and checks on its own machine.",
	Published:    "What is published",
	Nothing:      "Nothing is published yet. Run: clearlist publish",
	Expired:      "The signatures have expired. Extensions keep the lists they have until this is published again.",
	Until:        "Signed until",
	List:         "List",
	Version:      "Version",
	Terms:        "Terms",
	AsOf:         "As of",
	Size:         "Size",
	Compressed:   "as sent",
	Deltas:       "Deltas",
	Earlier:      "from earlier versions",
	Details:      "Details",
	Files:        "files of",
	Try:          "Try it",
	TryLead:      "Write a listing and watch it being checked. Nothing is sent.",
	TryLink:      "Open the Try it page",
	Load:         "Load the extension",
	Chromium:     "Chrome and Edge: open chrome://extensions, turn on Developer mode, choose Load unpacked, and pick",
	ChromiumPath: "this folder",
	Gecko:        "Firefox: open about:debugging#/runtime/this-firefox, choose Load Temporary Add-on, and pick",
	GeckoPath:    "this file",
	Verify:       "Check it yourself",
	VerifyLead:   "The lists are a repository of The Update Framework; any of its clients can follow it, from",
	today:        "today",
	yesterday:    "yesterday",
	days:         "# days ago",
}

var chinese = &words{
	Language:     "zh-CN",
	Title:        "Clearlist",
	Lead:         "为 Clearlist 浏览器扩展发布的签名词表：哪些词容易招来侵权投诉。",
	Privacy:      "卖家写的内容不会发到这里：扩展只下载词表，在本机检查。",
	Published:    "已发布的词表",
	Nothing:      "尚未发布任何词表。请运行：clearlist publish",
	Expired:      "签名已过期。重新发布之前，扩展继续使用已有的词表。",
	Until:        "签名有效期至",
	List:         "词表",
	Version:      "版本",
	Terms:        "词条",
	AsOf:         "截至",
	Size:         "大小",
	Compressed:   "传输",
	Deltas:       "增量",
	Earlier:      "个旧版本可直接更新",
	Details:      "详情",
	Files:        "个文件，每个",
	Try:          "试一试",
	TryLead:      "写一条商品信息，看它如何被检查。内容不会发送出去。",
	TryLink:      "打开试用页面",
	Load:         "加载扩展",
	Chromium:     "Chrome 和 Edge：打开 chrome://extensions，开启“开发者模式”，点“加载已解压的扩展程序”，选择",
	ChromiumPath: "此文件夹",
	Gecko:        "Firefox：打开 about:debugging#/runtime/this-firefox，点“临时载入附加组件”，选择",
	GeckoPath:    "此文件",
	Verify:       "自行验证",
	VerifyLead:   "词表是一个 The Update Framework 仓库，任何 TUF 客户端都可以从这里跟踪：",
	today:        "今天",
	yesterday:    "昨天",
	days:         "# 天前",
}
