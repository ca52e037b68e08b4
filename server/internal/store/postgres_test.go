package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"clearlist/server/internal/store"
	"clearlist/server/internal/store/storetest"
)

func TestPostgres(t *testing.T) {
	address, create := storetest.Postgres(t)
	names := map[string]string{}
	storetest.Run(t, func(t *testing.T, name string) store.Store {
		key := t.Name() + "/" + name
		if names[key] == "" {
			names[key] = fmt.Sprintf("store%d", len(names))
			create(names[key])
		}
		s, err := store.OpenPostgres(context.Background(), address+names[key])
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}

func TestPostgresGoneIsSaidWithoutItsPassword(t *testing.T) {
	_, err := store.OpenPostgres(context.Background(), "postgres://clearlist:hunter2@127.0.0.1:1/lists?sslmode=disable")
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "lists on 127.0.0.1") {
		t.Errorf("got %v", err)
	}
}
