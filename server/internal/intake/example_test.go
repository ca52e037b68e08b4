package intake_test

import (
	"context"
	"fmt"
	"log"

	"clearlist/server/internal/intake"
)

func ExampleOpen() {
	file, err := intake.Open("../../../testdata/registers/euipo.xml")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	format, err := file.Format("auto")
	if err != nil {
		log.Fatal(err)
	}
	for batch, err := range file.Read(context.Background(), format, intake.Options{}) {
		if err != nil {
			log.Fatal(err)
		}
		for _, mark := range batch.Marks[:2] {
			fmt.Println(mark.Office, mark.Number, mark.Kind, mark.Status, mark.Classes)
		}
		fmt.Println(batch.Refused[0])
	}
	// Output:
	// EU 019900001 word live 9 25
	// EU 019900002 design pending 28
	// record 5 at byte 4272, number "4900005" is of another office: FR
}
