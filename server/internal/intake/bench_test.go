package intake_test

import (
	"os"
	"path/filepath"
	"testing"

	"clearlist/server/internal/intake"
	"clearlist/server/internal/intake/intaketest"
)

// BenchmarkUSPTO reads records of the usual size, without a store behind it.
func BenchmarkUSPTO(b *testing.B) {
	const marks = 5000
	name := filepath.Join(b.TempDir(), "apc260102.xml")
	out, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	if err := intaketest.USPTO(out, intaketest.Marks{To: marks}); err != nil {
		b.Fatal(err)
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
	file, err := intake.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	format, err := file.Format("uspto")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		read := 0
		for batch, err := range file.Read(b.Context(), format, intake.Options{}) {
			if err != nil {
				b.Fatal(err)
			}
			read += len(batch.Marks)
		}
		if read != marks {
			b.Fatalf("%d of %d read", read, marks)
		}
	}
	b.ReportMetric(float64(b.N*marks)/b.Elapsed().Seconds(), "records/s")
}
