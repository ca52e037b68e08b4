package fetch_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"clearlist/server/internal/fetch"
)

func ExampleClient_Download() {
	office := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "PK and so on")
	}))
	defer office.Close()
	dir, err := os.MkdirTemp("", "fetch")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	result, err := fetch.New().Download(context.Background(), fetch.Item{URL: office.URL + "/apc260102.zip"}, dir)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(filepath.Base(result.File), result.Bytes)
	// Output: apc260102.zip 12
}
