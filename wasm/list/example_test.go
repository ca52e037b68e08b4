package list_test

import (
	"fmt"

	"clearlist/wasm/list"
)

func ExampleRead() {
	set, err := list.Read([]list.Source{
		{Name: "release.list", Text: "release: curated\nversion: 3\nas-of: 2026-11-24\n"},
		{Name: "home.list", Text: `list: curated
title: Marks for the home
as-of: 2026-11-20
licence: CC0-1.0
source: general knowledge

term: Velcro
right: trademark
  owner: Velcro IP Holdings LLC
  in: US EU
  classes: 26
  status: live
instead: hook and loop fastener
`},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, term := range set.Terms {
		right := term.Rights[0]
		fmt.Printf("%s is a %s of %s in %s, class %s\n", term.Text, right.Kind, right.Owner, right.In, right.Classes)
		fmt.Println("instead:", term.Instead[0])
	}
	// Output:
	// Velcro is a trademark of Velcro IP Holdings LLC in US EU, class 26
	// instead: hook and loop fastener
}

// Every mistake is told with its place.
func ExampleRead_mistakes() {
	_, err := list.Read([]list.Source{{Name: "home.list", Text: `list: curated
title: Marks for the home
as-of: 24-11-2026
licence: CC0-1.0
source: general knowledge

term: Velcro
right: trademark
  in: US UK
instad: hook and loop fastener
`}})
	fmt.Println(err)
	// Output:
	// home.list:3:8: "24-11-2026" is not a date like 2026-11-24
	// home.list:9:10: "UK" is not a known territory; the United Kingdom is GB
	// home.list:10:1: `instad:` is not a key of a term (indented by two spaces it may be one of a right or sense)
}

func ExampleCheck() {
	set, err := list.Read([]list.Source{
		{Name: "release.list", Text: "release: curated\nversion: 3\nas-of: 2026-11-24\n"},
		{Name: "home.list", Text: `list: curated
title: Marks for the home
as-of: 2026-11-20
licence: CC0-1.0
source: general knowledge

term: Velcro
right: trademark
  owner: Velcro IP Holdings LLC
  in: US EU
  status: live

term: Scratch
instead: velcro tape
`},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, problem := range list.Check(set) {
		fmt.Println(problem)
	}
	// Output:
	// home.list:13:1: no right says why "Scratch" matters
	// home.list:14:10: the safe wording "velcro tape" has a listed term in it: "Velcro" at home.list:7:1
}

func ExampleParseDate() {
	d, err := list.ParseDate("2026-11-24")
	fmt.Println(d, err)
	fmt.Println(d + 7)
	// Output:
	// 2026-11-24 <nil>
	// 2026-12-01
}
