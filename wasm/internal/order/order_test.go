package order_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"clearlist/wasm/internal/order"
)

type card struct{ rank, place int }

func byRank(a, b *card) int { return cmp.Compare(a.rank, b.rank) }

func TestStableIsAsTheStandardSort(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		all := make([]card, n)
		for i := range all {
			all[i] = card{r.IntN(1 + n/3), i}
		}
		want := slices.Clone(all)
		slices.SortStableFunc(want, func(a, b card) int { return byRank(&a, &b) })
		if order.Stable(all, byRank); !slices.Equal(all, want) {
			t.Fatalf("%d cards: %v, want %v", n, all, want)
		}
	}
}
