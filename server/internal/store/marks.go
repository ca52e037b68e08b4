package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"clearlist/wasm/list"
)

// A MarkQuery says which marks of a register are wanted.
type MarkQuery struct {
	Office string
	At     list.Date // as the store knew them at the end of that day, UTC; zero is now
	Dead   bool      // the dead ones too
}

// A MarkVersion is what was known of a mark for a time.
type MarkVersion struct {
	list.Mark
	Since, Until int64 // seconds since 1970; Until is Forever while it holds
}

// Forever is the end of what still holds.
const Forever = math.MaxInt64

// An Office is a register that is held.
type Office struct {
	Name                string
	Live, Pending, Dead int64
	AsOf                list.Date // of the newest record
}

// markColumns is the order of [markRow.values] and [scanMark].
const markColumns = `number, version, since, until, digest, as_of, status, kind, words, owner, registration,
	classes, jurisdictions, filed, registered, expires, ended, status_code, status_date, detail`

// A markRow is a mark as it is kept.
type markRow struct {
	mark         *list.Mark
	version      int64
	since, until int64
	asOf         list.Date
	digest       []byte
	detail       []byte
}

// detail is what no query asks about. Its members may grow; the short names
// stand three million times.
type detail struct {
	Goods        []goods  `json:"g,omitempty"`
	Disclaimer   string   `json:"d,omitempty"`
	Disclaimed   []string `json:"w,omitempty"`
	National     []string `json:"n,omitempty"`
	Supplemental bool     `json:"s,omitempty"`
	Acquired     bool     `json:"a,omitempty"`
}

type goods struct {
	Class int    `json:"c"`
	Text  string `json:"t"`
}

// newRow packs a mark. Only text that each database keeps as it is will do.
func newRow(m *list.Mark, now int64) (markRow, error) {
	d := detail{
		Disclaimer: m.Disclaimer, Disclaimed: m.Disclaimed, National: m.National,
		Supplemental: m.Supplemental, Acquired: m.Acquired,
	}
	for _, g := range m.Goods {
		d.Goods = append(d.Goods, goods(g))
	}
	var packed bytes.Buffer
	encoder := json.NewEncoder(&packed)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(d); err != nil {
		return markRow{}, err
	}
	r := markRow{mark: m, version: 1, since: now, until: Forever, asOf: m.AsOf, detail: bytes.TrimSuffix(packed.Bytes(), []byte("\n"))}

	if m.Number == "" || m.Office == "" {
		return r, fmt.Errorf("a mark without office or number")
	}
	sum := sha256.New()
	for _, text := range []string{m.Number, m.Words, m.Owner, m.Registration, m.StatusCode, string(r.detail)} {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return r, fmt.Errorf("mark %q of %s: text that is no UTF-8, or holds a NUL", m.Number, m.Office)
		}
		sum.Write([]byte(text))
		sum.Write([]byte{0})
	}
	var facts []byte
	for _, n := range []int64{
		int64(m.Status), int64(m.Kind), int64(m.Classes), int64(m.In), int64(m.Filed),
		int64(m.Registered), int64(m.Expires), int64(m.Ended), int64(m.StatusDate),
	} {
		facts = binary.LittleEndian.AppendUint64(facts, uint64(n))
	}
	sum.Write(facts)
	r.digest = sum.Sum(nil)[:16]
	return r, nil
}

func (r *markRow) values(to []any) []any {
	m := r.mark
	return append(to, m.Office, m.Number, r.version, r.since, r.until, r.digest, int64(r.asOf), int64(m.Status), int64(m.Kind),
		m.Words, m.Owner, m.Registration, int64(m.Classes), int64(m.In), int64(m.Filed), int64(m.Registered),
		int64(m.Expires), int64(m.Ended), m.StatusCode, int64(m.StatusDate), string(r.detail))
}

const markValues = 21

func scanMark(rows *sql.Rows, office string) (MarkVersion, error) {
	v := MarkVersion{Mark: list.Mark{Office: office}}
	m := &v.Mark
	var version, classes, in int64
	var digest, packed sql.RawBytes
	err := rows.Scan(&m.Number, &version, &v.Since, &v.Until, &digest, &m.AsOf, &m.Status, &m.Kind, &m.Words, &m.Owner,
		&m.Registration, &classes, &in, &m.Filed, &m.Registered, &m.Expires, &m.Ended, &m.StatusCode, &m.StatusDate, &packed)
	if err != nil {
		return v, err
	}
	var d detail
	if err := json.Unmarshal(packed, &d); err != nil {
		return v, fmt.Errorf("mark %q of %s: %w", m.Number, office, err)
	}
	m.Classes, m.In = list.Classes(classes), list.Jurisdictions(in)
	m.Disclaimer, m.Disclaimed, m.National = d.Disclaimer, d.Disclaimed, d.National
	m.Supplemental, m.Acquired = d.Supplemental, d.Acquired
	for _, g := range d.Goods {
		m.Goods = append(m.Goods, list.ClassGoods(g))
	}
	return v, nil
}

func (s *database) Marks(ctx context.Context, q MarkQuery) iter.Seq2[list.Mark, error] {
	// One statement reads one state of the store, in both databases.
	text, args := `SELECT `+markColumns+` FROM marks WHERE office = ?`, []any{q.Office}
	if q.At == 0 {
		text, args = text+` AND until = ?`, append(args, int64(Forever))
	} else {
		text, args = text+` AND since < ? AND until >= ?`, append(args, endOf(q.At), endOf(q.At))
	}
	if !q.Dead {
		text, args = text+` AND status <> ?`, append(args, int64(list.Dead))
	}
	text += ` ORDER BY number`
	return func(yield func(list.Mark, error) bool) {
		for v, err := range s.scanMarks(ctx, q.Office, text, args...) {
			if !yield(v.Mark, err) {
				return
			}
		}
	}
}

func (s *database) MarkHistory(ctx context.Context, office, number string) ([]MarkVersion, error) {
	var all []MarkVersion
	text := `SELECT ` + markColumns + ` FROM marks WHERE office = ? AND number = ? ORDER BY version`
	for v, err := range s.scanMarks(ctx, office, text, office, number) {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

func (s *database) scanMarks(ctx context.Context, office, text string, args ...any) iter.Seq2[MarkVersion, error] {
	return func(yield func(MarkVersion, error) bool) {
		fail := func(err error) { yield(MarkVersion{}, fmt.Errorf("store: marks: %w", err)) }
		rows, err := s.db.QueryContext(ctx, s.sql(text), args...)
		if err != nil {
			fail(err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scanMark(rows, office)
			if err != nil {
				fail(err)
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			fail(err)
		}
	}
}

func (s *database) Offices(ctx context.Context) ([]Office, error) {
	rows, err := s.db.QueryContext(ctx, s.sql(
		`SELECT office, status, COUNT(*), MAX(as_of) FROM marks WHERE until = ? GROUP BY office, status`), int64(Forever))
	if err != nil {
		return nil, fmt.Errorf("store: offices: %w", err)
	}
	defer rows.Close()
	var all []Office
	for rows.Next() {
		var name string
		var status list.Status
		var count int64
		var asOf list.Date
		if err := rows.Scan(&name, &status, &count, &asOf); err != nil {
			return nil, fmt.Errorf("store: offices: %w", err)
		}
		i := slices.IndexFunc(all, func(o Office) bool { return o.Name == name })
		if i < 0 {
			i, all = len(all), append(all, Office{Name: name})
		}
		all[i].AsOf = max(all[i].AsOf, asOf)
		switch status {
		case list.Live:
			all[i].Live += count
		case list.Dead:
			all[i].Dead += count
		default:
			all[i].Pending += count
		}
	}
	slices.SortFunc(all, func(a, b Office) int { return cmp.Compare(a.Name, b.Name) })
	return all, rows.Err()
}
