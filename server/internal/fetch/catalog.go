package fetch

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// maxCatalog bounds the list of an office's files.
const maxCatalog = 16 << 20

// A Source is where an office publishes.
type Source struct {
	Name    string
	Catalog string // address of the list of its files; "" where this project knows none
	KeyHost string // to whom a key goes
	KeyFrom string // the environment variable that holds the key
	About   string // where a person finds out more
}

// Sources are the offices whose files package intake reads. Only addresses that
// the office documents are here; for the others, whoever fetches says where.
var Sources = []Source{
	{
		Name: "uspto", Catalog: "https://api.uspto.gov/api/v1/datasets/products/TRTDXFAP",
		KeyHost: "uspto.gov", KeyFrom: "USPTO_API_KEY", About: "https://data.uspto.gov/apis/getting-started",
	},
	{
		Name: "uspto-annual", Catalog: "https://api.uspto.gov/api/v1/datasets/products/TRTYRAP",
		KeyHost: "uspto.gov", KeyFrom: "USPTO_API_KEY", About: "https://data.uspto.gov/apis/getting-started",
	},
	{Name: "euipo"},
	{Name: "madrid", About: "https://www.wipo.int/madrid/en/monitor/download.html"},
	{Name: "ukipo", About: "https://www.gov.uk/government/publications/ipo-trade-mark-data-release"},
}

// IsFile tells an address of a file from one of a catalog, by its ending.
func IsFile(address string) bool {
	address, _, _ = strings.Cut(address, "?")
	for _, ending := range []string{".zip", ".gz", ".xml", ".txt", ".csv", ".list"} {
		if strings.HasSuffix(strings.ToLower(address), ending) {
			return true
		}
	}
	return false
}

// Catalog asks for the list of a product's files, in the form of the USPTO's
// Open Data Portal, and returns them oldest first.
func (c *Client) Catalog(ctx context.Context, address string) ([]Item, error) {
	if err := c.allowed(Item{URL: address}); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, headerTimeout+c.Idle)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	c.addKey(request)
	answer, err := c.HTTP.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusForbidden:
		return nil, fmt.Errorf("%s: status %s: does the office want a key?", address, answer.Status)
	default:
		return nil, fmt.Errorf("%s: status %s", address, answer.Status)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxCatalog+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	if len(body) > maxCatalog {
		return nil, fmt.Errorf("%s: a list of over %d MB", address, maxCatalog>>20)
	}
	items, err := readCatalog(body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return items, nil
}

// Newest is the last n of items that are oldest first, or with 0 those of the
// last day: one daily file, or all parts of an annual one.
func Newest(items []Item, n int) []Item {
	if n == 0 {
		for n = 1; n < len(items) && items[len(items)-1-n].Day == items[len(items)-1].Day; n++ {
		}
	}
	return items[max(0, len(items)-n):]
}

func readCatalog(body []byte) ([]Item, error) {
	var said struct {
		Products []struct {
			Files struct {
				Bag []struct {
					Name     string `json:"fileName"`
					Size     int64  `json:"fileSize"`
					To       string `json:"fileDataToDate"`
					Released string `json:"fileReleaseDate"`
					URI      string `json:"fileDownloadURI"`
				} `json:"fileDataBag"`
			} `json:"productFileBag"`
		} `json:"bulkDataProductBag"`
	}
	if err := json.Unmarshal(body, &said); err != nil {
		return nil, fmt.Errorf("is no list of files: %w", err)
	}
	type dated struct {
		Item
		date string
	}
	var all []dated
	for _, product := range said.Products {
		for _, f := range product.Files.Bag {
			if f.URI == "" || !IsFile(f.Name) {
				continue // documentation
			}
			if !safeName.MatchString(f.Name) {
				return nil, fmt.Errorf("%.200q: a name that no file is given", f.Name)
			}
			all = append(all, dated{Item{URL: f.URI, Name: f.Name, Size: max(0, f.Size), Day: f.To}, f.To + " " + f.Released})
		}
	}
	if len(all) == 0 {
		return nil, errors.New("lists no file")
	}
	slices.SortStableFunc(all, func(a, b dated) int {
		return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.Name, b.Name))
	})
	items := make([]Item, len(all))
	for i, one := range all {
		items[i] = one.Item
	}
	return items, nil
}
